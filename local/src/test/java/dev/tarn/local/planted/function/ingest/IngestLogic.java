package dev.tarn.local.planted.function.ingest;

import dev.tarn.local.planted.function.query.QueryHandler;
import dev.tarn.local.planted.local.Gateway;

record IngestLogic(QueryHandler other, Gateway gateway) {}
