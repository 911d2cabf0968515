package org.apache.hadoop.conf;

import java.util.*;

public class Configuration implements Iterable<Map.Entry<String, String>> {
  private final Map<String, String> m = new java.util.concurrent.ConcurrentHashMap<>();
  private final ClassLoader cl = Configuration.class.getClassLoader();

  public Configuration() {}

  public Configuration(boolean d) {}

  public Configuration(Configuration o) {
    m.putAll(o.m);
  }

  public String get(String k) {
    return m.get(k);
  }

  public String get(String k, String d) {
    return m.getOrDefault(k, d);
  }

  public void set(String k, String v) {
    m.put(k, v);
  }

  public void unset(String k) {
    m.remove(k);
  }

  public String getTrimmed(String k) {
    var v = get(k);
    return v == null ? null : v.trim();
  }

  public int getInt(String k, int d) {
    var v = getTrimmed(k);
    return v == null ? d : Integer.parseInt(v);
  }

  public void setInt(String k, int v) {
    set(k, "" + v);
  }

  public long getLong(String k, long d) {
    var v = getTrimmed(k);
    return v == null ? d : Long.parseLong(v);
  }

  public void setLong(String k, long v) {
    set(k, "" + v);
  }

  public float getFloat(String k, float d) {
    var v = getTrimmed(k);
    return v == null ? d : Float.parseFloat(v);
  }

  public void setFloat(String k, float v) {
    set(k, "" + v);
  }

  public double getDouble(String k, double d) {
    var v = getTrimmed(k);
    return v == null ? d : Double.parseDouble(v);
  }

  public boolean getBoolean(String k, boolean d) {
    var v = getTrimmed(k);
    return v == null ? d : Boolean.parseBoolean(v);
  }

  public void setBoolean(String k, boolean v) {
    set(k, "" + v);
  }

  public String[] getStrings(String k) {
    var v = get(k);
    return v == null ? null : v.split(",");
  }

  public Class<?> getClassByName(String n) throws ClassNotFoundException {
    return Class.forName(n, true, cl);
  }

  public Class<?> getClass(String k, Class<?> d) {
    var v = get(k);
    try {
      return v == null ? d : getClassByName(v);
    } catch (ClassNotFoundException e) {
      throw new RuntimeException(e);
    }
  }

  @SuppressWarnings("unchecked")
  public <U> Class<? extends U> getClass(String k, Class<? extends U> d, Class<U> x) {
    return (Class<? extends U>) getClass(k, (Class<?>) d);
  }

  public void setClass(String k, Class<?> c, Class<?> x) {
    set(k, c.getName());
  }

  public Map<String, String> getPropsWithPrefix(String p) {
    Map<String, String> r = new HashMap<>();
    m.forEach((k, v) -> {
      if (k.startsWith(p)) r.put(k.substring(p.length()), v);
    });
    return r;
  }

  public ClassLoader getClassLoader() {
    return cl;
  }

  @Override
  public Iterator<Map.Entry<String, String>> iterator() {
    return m.entrySet().iterator();
  }
}
