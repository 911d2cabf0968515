package dev.tarn.inference.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.inference.Proposal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// A [Proposal] as a JSON document in UTF-8. What is under `definition` can be put as it stands.
public final class ProposalJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ProposalJson() {}

  /// `{"definition": {…}, "records", "rejected", "eventTimes", "clusterBy", "fields": [{"name",
  /// "type", "values", "nulls", "distinct", "distinctIsLeast", "examples"}]}`.
  public static byte[] write(Proposal proposal) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeObjectFieldStart("definition");
      DefinitionJson.writeFields(json, proposal.definition());
      json.writeEndObject();
      json.writeNumberField("records", proposal.records());
      json.writeNumberField("rejected", proposal.rejected());
      writeTexts(json, "eventTimes", proposal.eventTimes());
      writeTexts(json, "clusterBy", proposal.clusterBy());
      json.writeArrayFieldStart("fields");
      for (Proposal.FieldNote note : proposal.fields()) {
        write(json, note);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, Proposal.FieldNote note) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", note.name());
    json.writeStringField("type", note.type());
    json.writeNumberField("values", note.values());
    json.writeNumberField("nulls", note.nulls());
    json.writeNumberField("distinct", note.distinct());
    json.writeBooleanField("distinctIsLeast", note.distinctIsLeast());
    writeTexts(json, "examples", note.examples());
    json.writeEndObject();
  }

  private static void writeTexts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
