package org.apache.hadoop.conf;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Settings by name: strings, and the other types that they are written as. It reads no files, has
/// no defaults of its own and expands no variables. Safe for use by many threads.
public class Configuration implements Iterable<Map.Entry<String, String>> {
  private final Map<String, String> settings = new ConcurrentHashMap<>();
  private final ClassLoader classLoader = Configuration.class.getClassLoader();

  /// No settings.
  public Configuration() {}

  /// No settings; there are no defaults to load.
  public Configuration(boolean loadDefaults) {
    this();
  }

  /// The settings of `other`.
  public Configuration(Configuration other) {
    settings.putAll(other.settings);
  }

  /// The setting, or null.
  public String get(String name) {
    return settings.get(name);
  }

  /// The setting, or else `otherwise`.
  public String get(String name, String otherwise) {
    String value = settings.get(name);
    return value == null ? otherwise : value;
  }

  /// Sets `name` to `value`.
  public void set(String name, String value) {
    settings.put(name, value);
  }

  /// Leaves `name` without a setting.
  public void unset(String name) {
    settings.remove(name);
  }

  /// The setting without spaces around it, or null.
  public String getTrimmed(String name) {
    String value = get(name);
    return value == null ? null : value.trim();
  }

  /// The setting as an int, or else `otherwise`.
  public int getInt(String name, int otherwise) {
    String value = getTrimmed(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  /// Sets `name` to an int.
  public void setInt(String name, int value) {
    set(name, Integer.toString(value));
  }

  /// The setting as a long, or else `otherwise`.
  public long getLong(String name, long otherwise) {
    String value = getTrimmed(name);
    return value == null ? otherwise : Long.parseLong(value);
  }

  /// Sets `name` to a long.
  public void setLong(String name, long value) {
    set(name, Long.toString(value));
  }

  /// The setting as a float, or else `otherwise`.
  public float getFloat(String name, float otherwise) {
    String value = getTrimmed(name);
    return value == null ? otherwise : Float.parseFloat(value);
  }

  /// Sets `name` to a float.
  public void setFloat(String name, float value) {
    set(name, Float.toString(value));
  }

  /// The setting as a double, or else `otherwise`.
  public double getDouble(String name, double otherwise) {
    String value = getTrimmed(name);
    return value == null ? otherwise : Double.parseDouble(value);
  }

  /// The setting as a boolean, or else `otherwise`.
  public boolean getBoolean(String name, boolean otherwise) {
    String value = getTrimmed(name);
    return value == null ? otherwise : Boolean.parseBoolean(value);
  }

  /// Sets `name` to a boolean.
  public void setBoolean(String name, boolean value) {
    set(name, Boolean.toString(value));
  }

  /// The parts of the setting between commas, or null.
  public String[] getStrings(String name) {
    String value = get(name);
    return value == null ? null : value.split(",", -1);
  }

  /// The class of that name.
  public Class<?> getClassByName(String name) throws ClassNotFoundException {
    return Class.forName(name, true, classLoader);
  }

  /// The class that the setting names, or else `otherwise`.
  public Class<?> getClass(String name, Class<?> otherwise) {
    String value = getTrimmed(name);
    try {
      return value == null ? otherwise : getClassByName(value);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " names no class: " + value, e);
    }
  }

  /// The class that the setting names, or else `otherwise`, which are `type`s.
  public <T> Class<? extends T> getClass(String name, Class<? extends T> otherwise, Class<T> type) {
    Class<?> named = getClass(name, (Class<?>) otherwise);
    return named == null ? null : named.asSubclass(type);
  }

  /// Sets `name` to a class, which is a `type`.
  public void setClass(String name, Class<?> value, Class<?> type) {
    set(name, value.asSubclass(type).getName());
  }

  /// The settings whose names start with `prefix`, by the rest of their names.
  public Map<String, String> getPropsWithPrefix(String prefix) {
    Map<String, String> found = new HashMap<>();
    settings.forEach((name, value) -> {
      if (name.startsWith(prefix)) {
        found.put(name.substring(prefix.length()), value);
      }
    });
    return found;
  }

  /// What classes are loaded by.
  public ClassLoader getClassLoader() {
    return classLoader;
  }

  @Override
  public Iterator<Map.Entry<String, String>> iterator() {
    return settings.entrySet().iterator();
  }
}
