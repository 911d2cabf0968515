/// The few types of Hadoop that Parquet and Delta Kernel name in signatures, fields and
/// superclasses, and nothing else of it.
///
/// Both libraries were written for Hadoop and can by now do without: Tarn gives them its own files,
/// codecs and configuration. But the JVM still has to find the classes that their own classes
/// mention when it links and verifies them. Hadoop's own jars, which would do, weigh 50 MB, start
/// slowly and bring libraries with a long list of advisories. These types have the names and
/// signatures that are linked against, and behave as Hadoop's do where they are called at all:
/// configurations hold strings, the codec pool makes a codec's compressors. A type that only ever
/// stands in a signature is empty.
///
/// A method that a later release of a library calls and that is missing here shows as a
/// `NoSuchMethodError` in the tests. These classes must never share a class path with Hadoop's.
package org.apache.hadoop;
