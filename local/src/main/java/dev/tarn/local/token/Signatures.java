package dev.tarn.local.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;

/// Checks the signatures of tokens: RS256 with RSA keys of 2,048 bits at least, ES256 with keys of
/// P-256 and EdDSA with keys of Ed25519 (RFC 7518, section 3.1; RFC 8037). A key is used for its
/// own algorithm alone, whatever a token says.
final class Signatures {
  private static final int LEAST_RSA_BITS = 2_048;

  /// What the encoding of an Ed25519 public key has before the key (RFC 8410, section 4).
  private static final byte[] ED25519_PREFIX = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  private static final int ED25519_BYTES = 32;

  private Signatures() {}

  /// Whether `token` is signed with `key`.
  static boolean verify(SignedJWT token, JWK key) throws TokenRefusedException {
    JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
    if ((key.getAlgorithm() != null && !key.getAlgorithm().equals(algorithm))
        || (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE))) {
      throw unfit(algorithm);
    }
    try {
      if (algorithm.equals(JWSAlgorithm.RS256)
          && key instanceof RSAKey rsa
          && rsa.size() >= LEAST_RSA_BITS) {
        return token.verify(new RSASSAVerifier(rsa.toRSAPublicKey()));
      }
      if (algorithm.equals(JWSAlgorithm.ES256)
          && key instanceof ECKey ec
          && ec.getCurve().equals(Curve.P_256)) {
        return token.verify(new ECDSAVerifier(ec.toECPublicKey()));
      }
      if (algorithm.equals(JWSAlgorithm.EdDSA)
          && key instanceof OctetKeyPair pair
          && pair.getCurve().equals(Curve.Ed25519)) {
        return verify(token, ed25519(pair));
      }
    } catch (JOSEException | GeneralSecurityException e) {
      throw new TokenRefusedException("the token's signature cannot be checked", e);
    }
    throw unfit(algorithm);
  }

  /// By the JDK, which has the algorithm.
  private static boolean verify(SignedJWT token, PublicKey key) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(key);
    signature.update(token.getSigningInput());
    return signature.verify(token.getSignature().decode());
  }

  private static PublicKey ed25519(OctetKeyPair pair) throws GeneralSecurityException {
    byte[] x = pair.getDecodedX();
    if (x.length != ED25519_BYTES) {
      throw new GeneralSecurityException("the key has " + x.length + " bytes");
    }
    byte[] encoded = new byte[ED25519_PREFIX.length + ED25519_BYTES];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(x, 0, encoded, ED25519_PREFIX.length, ED25519_BYTES);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static TokenRefusedException unfit(JWSAlgorithm algorithm) {
    return new TokenRefusedException(
        "the key that the token names is none for " + algorithm.getName());
  }
}
