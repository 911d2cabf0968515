package dev.tarn.local.planted.query;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine;

record LibraryInTheDomain(JsonNode node, CommandLine line) {}
