package dev.tarn.engine;

import java.util.function.Supplier;

/// What the sessions of one engine share.
///
/// @param repeatability may have to be waited for
record SessionResources(
    Instances instances,
    StatementParser parser,
    FunctionList functions,
    Supplier<Repeatability> repeatability,
    KnownStatements known,
    MemoryWatch memory) {}
