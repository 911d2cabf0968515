package dev.tarn.local.planted.local;

public record Gateway(String name) {}
