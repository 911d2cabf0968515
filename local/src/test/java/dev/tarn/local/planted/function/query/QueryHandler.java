package dev.tarn.local.planted.function.query;

public record QueryHandler(String name) {}
