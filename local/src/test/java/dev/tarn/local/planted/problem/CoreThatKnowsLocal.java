package dev.tarn.local.planted.problem;

import dev.tarn.local.planted.local.Gateway;

record CoreThatKnowsLocal(Gateway gateway) {}
