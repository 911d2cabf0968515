package dev.tarn.local.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import dev.tarn.metric.Measurement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What holds between the classes of Tarn, below a base package (`dev.tarn`; another one for the
/// tests of the rules themselves).
final class Rules {
  /// The concepts, whose own packages (not those below them) hold the domain and the use cases.
  private static final List<String> CONCEPTS =
      List.of(
          "access",
          "api",
          "audit",
          "catalog",
          "compaction",
          "configuration",
          "cost",
          "dataset",
          "expiry",
          "export",
          "inference",
          "ingest",
          "job",
          "metric",
          "price",
          "problem",
          "query",
          "record",
          "store",
          "table");

  private static final String[] LIBRARIES = {
    "com.amazonaws..",
    "com.fasterxml.jackson.databind..",
    "com.github.luben..",
    "com.nimbusds..",
    "dagger..",
    "io.delta..",
    "org.apache.avro.file..",
    "org.apache.avro.generic..",
    "org.apache.avro.io..",
    "org.apache.hadoop..",
    "org.apache.parquet..",
    "org.duckdb..",
    "picocli..",
    "software.amazon.."
  };

  /// The packages that may import a library, by the library's package.
  private static final Map<String, List<String>> IMPORTERS =
      new TreeMap<>(
          Map.of(
              "software.amazon..",
                  List.of(
                      "aws..",
                      "export.athena..",
                      "job.sqs..",
                      "metric.cloudwatch..",
                      "query.athena..",
                      "store.s3.."),
              "io.delta..", List.of("table.delta.."),
              "org.apache.parquet..", List.of("parquet..", "table.delta.."),
              "org.apache.hadoop..", List.of("parquet..", "table.delta.."),
              "com.github.luben..", List.of("compression..", "export.part..", "parquet.."),
              "org.duckdb..", List.of("engine.."),
              "com.amazonaws..", List.of("function..", "local.gateway..", "local.backend.."),
              "dagger..", List.of("function.."),
              "org.crac..", List.of("function.."),
              "picocli..", List.of("local")));

  /// [Map#of] takes no more.
  private static final Map<String, List<String>> MORE_IMPORTERS =
      Map.of("com.nimbusds..", List.of("local.token.."));

  private final String base;

  Rules(String base) {
    this.base = base;
  }

  List<Rule> all() {
    return List.of(
        new Rule("the domain is free of libraries", domainIsFreeOfLibraries()),
        new Rule("libraries stay in their adapters", librariesStayInTheirAdapters()),
        new Rule("core stands alone", standsAlone("engine..", "function..", "local..")),
        new Rule("the engine knows core alone", engineKnowsCoreAlone()),
        new Rule("functions do not know the local backend", functionsDoNotKnowLocal()),
        new Rule("functions do not know each other", functionsDoNotKnowEachOther()),
        new Rule("functions only wire", functionsOnlyWire()),
        new Rule("the environment is read in handlers alone", environmentIsReadInHandlers()),
        new Rule("packages have no cycles", packagesHaveNoCycles()),
        new Rule("names say what a thing is", namesSayWhatAThingIs()),
        new Rule("what is measured is listed", whatIsMeasuredIsListed()),
        new Rule("nothing is injected into fields", nothingIsInjectedIntoFields()),
        new Rule("nothing static changes", nothingStaticChanges()),
        new Rule("every package is null-marked", everyPackageIsNullMarked()));
  }

  private ArchRule whatIsMeasuredIsListed() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(in(List.of("metric..")))
        .should()
        .callConstructor(Measurement.class, String.class, double.class, Measurement.Unit.class)
        .because("alarms, dashboards and the reference are held against the list in Metric");
  }

  private ArchRule domainIsFreeOfLibraries() {
    return noClasses()
        .that()
        .resideInAnyPackage(in(CONCEPTS))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(LIBRARIES)
        .because(
            "what Tarn is must be readable, testable and movable without what it runs on; adapters"
                + " below the concepts' packages import the libraries");
  }

  private ArchRule librariesStayInTheirAdapters() {
    List<Adapter> adapters =
        Stream.concat(IMPORTERS.entrySet().stream(), MORE_IMPORTERS.entrySet().stream())
            .map(importers ->
                new Adapter(
                    resideInAPackage(importers.getKey()),
                    resideInAnyPackage(in(importers.getValue()))))
            .toList();
    DescribedPredicate<JavaClass> trespass =
        DescribedPredicate.describe(
            "import a library that another package adapts",
            type ->
                type.getDirectDependenciesFromSelf().stream()
                    .map(Dependency::getTargetClass)
                    .distinct()
                    .anyMatch(
                        imported -> adapters.stream().anyMatch(a -> a.forbids(type, imported))));
    return noClasses()
        .that(areWrittenByHand())
        .should(Conditions.be(trespass))
        .because("a library that one package adapts can be replaced by changing that package");
  }

  private ArchRule standsAlone(String... others) {
    return noClasses()
        .that()
        .resideInAPackage(base + "..")
        .and()
        .resideOutsideOfPackages(in(List.of(others)))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(in(List.of(others)))
        .because("core is used by everything else, and so uses nothing of it");
  }

  private ArchRule engineKnowsCoreAlone() {
    return noClasses()
        .that()
        .resideInAPackage(base + ".engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(in(List.of("function..", "local..")))
        .because("the engine is an adapter of core's ports, whoever calls them");
  }

  private ArchRule functionsDoNotKnowLocal() {
    return noClasses()
        .that()
        .resideInAPackage(base + ".function..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(base + ".local..")
        .because("nothing in the product knows that it runs locally, except what wires it");
  }

  private ArchRule functionsDoNotKnowEachOther() {
    return slices()
        .matching(base + ".function.(*)..")
        .should()
        .notDependOnEachOther()
        .because("each function is deployed, and starts, alone");
  }

  private ArchRule functionsOnlyWire() {
    return classes()
        .that()
        .resideInAPackage(base + ".function..")
        .and(areWrittenByHand())
        .and()
        .areTopLevelClasses()
        .should()
        .haveNameMatching(
            ".*\\.(package-info|\\w+(Handler|Component|Module|Configuration|Resources|Priming))")
        .because("logic belongs to core and engine, where it runs without Lambda");
  }

  private ArchRule environmentIsReadInHandlers() {
    return classes()
        .should(Conditions.readTheEnvironmentOnlyInHandlers(base))
        .because("configuration is typed and checked at start, and tests give their own");
  }

  private ArchRule packagesHaveNoCycles() {
    return slices()
        .matching(base + ".(**)")
        .should()
        .beFreeOfCycles()
        .because("packages in a cycle can be neither read, tested nor moved one by one");
  }

  private ArchRule namesSayWhatAThingIs() {
    return noClasses()
        .should()
        .haveNameMatching(".*(Utils?|Helpers?|Managers?|Common|Misc)(\\$.*)?")
        .orShould()
        .resideInAnyPackage("..common..", "..misc..", "..util..", "..utils..")
        .because("what has no name of its own becomes everyone's drawer");
  }

  private ArchRule nothingIsInjectedIntoFields() {
    return noFields()
        .should()
        .beAnnotatedWith("jakarta.inject.Inject")
        .because("an object is whole once it is constructed");
  }

  private ArchRule nothingStaticChanges() {
    return noFields()
        .that()
        .areDeclaredInClassesThat(areWrittenByHand())
        .and()
        .areStatic()
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should()
        .notBeFinal()
        .because("static state that changes is shared by invocations, threads and tests unasked");
  }

  private ArchRule everyPackageIsNullMarked() {
    return classes()
        .that()
        .resideInAPackage(base + "..")
        .should(Conditions.liveInANullMarkedPackage())
        .because("NullAway checks only what is marked");
  }

  private static DescribedPredicate<JavaClass> areWrittenByHand() {
    return not(
        DescribedPredicate.describe(
            "are generated by Dagger",
            (JavaClass type) ->
                type.isAnnotatedWith("dagger.internal.DaggerGenerated")
                    || type.getEnclosingClass()
                        .map(outer -> outer.isAnnotatedWith("dagger.internal.DaggerGenerated"))
                        .orElse(false)));
  }

  private record Adapter(
      DescribedPredicate<JavaClass> library, DescribedPredicate<JavaClass> importers) {
    boolean forbids(JavaClass importer, JavaClass imported) {
      return library.test(imported) && !importers.test(importer);
    }
  }

  private String[] in(List<String> packages) {
    return packages.stream().map(name -> base + "." + name).toArray(String[]::new);
  }
}
