package dev.tarn.aws;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/// What an HTTP client has in place of TLS where it talks to a server without: nobody is trusted,
/// and no secure connection can be made. The JDK's client reads all certificates that the JDK
/// trusts, whatever it is used for, unless it is given this.
final class NoTls extends SSLContextSpi {
  private NoTls() {}

  static SSLContext context() {
    return new Context();
  }

  private static final class Context extends SSLContext {
    Context() {
      super(new NoTls(), null, "none");
    }
  }

  @Override
  protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("there is no TLS to be initialized");
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return engineGetSupportedSSLParameters();
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return new SSLParameters(new String[0], new String[0]);
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    throw none();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    throw none();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    throw none();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    throw none();
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    throw none();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    throw none();
  }

  private static UnsupportedOperationException none() {
    return new UnsupportedOperationException("this client makes no secure connections");
  }
}
