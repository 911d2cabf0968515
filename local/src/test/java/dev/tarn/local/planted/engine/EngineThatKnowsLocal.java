package dev.tarn.local.planted.engine;

import dev.tarn.local.planted.local.Gateway;

record EngineThatKnowsLocal(Gateway gateway) {}
