package dev.tarn.engine;

/// What the sessions of one engine share.
record SessionResources(
    Instances instances,
    FunctionList functions,
    Repeatability repeatability,
    KnownStatements known,
    MemoryWatch memory) {}
