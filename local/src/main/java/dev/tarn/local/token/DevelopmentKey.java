package dev.tarn.local.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.tarn.local.terminal.UserFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;

/// A pair of keys for tokens of one's own, kept in a directory: the private one in
/// `token-key.json`, which nobody but its owner may read, and the public one in `jwks.json`.
public final class DevelopmentKey {
  /// The name of the file of public keys.
  public static final String PUBLIC = "jwks.json";

  private static final String PRIVATE = "token-key.json";

  private final ECKey key;

  private DevelopmentKey(ECKey key) {
    this.key = key;
  }

  /// The key in `directory`, which is made with one if it has none. Throws [UserFailure] where it
  /// cannot be read or written.
  public static DevelopmentKey in(Path directory) {
    Path file = directory.resolve(PRIVATE);
    try {
      Files.createDirectories(directory);
      if (!Files.exists(file)) {
        create(file);
      }
      ECKey key = ECKey.parse(Files.readString(file));
      if (!key.isPrivate()) {
        throw new UserFailure(file + " holds no private key");
      }
      Files.writeString(
          directory.resolve(PUBLIC), new JWKSet(key.toPublicJWK()).toString(true) + "\n");
      return new DevelopmentKey(key);
    } catch (IOException | ParseException e) {
      throw new UserFailure("the key in " + file + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static void create(Path file) throws IOException {
    ECKey key;
    try {
      key =
          new ECKeyGenerator(Curve.P_256)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .keyIDFromThumbprint(true)
              .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("the JDK makes no keys of P-256", e);
    }
    FileAttribute<?>[] owner =
        file.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      Files.createFile(file, owner);
    } catch (FileAlreadyExistsException e) {
      // Another command has just made one, which is then the one.
      return;
    }
    Files.writeString(file, key.toJSONString(), StandardOpenOption.TRUNCATE_EXISTING);
  }

  /// A token with `claims`, which are a JSON object.
  public String sign(String claims) {
    JWSObject token =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build(),
            new Payload(claims));
    try {
      token.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("a key of P-256 signs", e);
    }
    return token.serialize();
  }
}
