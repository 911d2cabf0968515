package dev.tarn.local.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the production classes of all modules to the rules, and sees each rule fail where it is
/// broken on purpose.
class ArchitectureTest {
  private static final String PLANTED = "dev.tarn.local.planted";

  private static JavaClasses production;
  private static JavaClasses planted;

  @BeforeAll
  static void importClasses() {
    production =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .withImportOption(location -> !location.contains("/planted/"))
            .importPackages("dev.tarn");
    planted = new ClassFileImporter().importPackages(PLANTED);
  }

  @Test
  void allModulesAreLookedAt() {
    assertThat(
            List.of(
                "problem",
                "engine",
                "function.ingest",
                "function.query",
                "function.export",
                "local"))
        .allSatisfy(name -> assertThat(production.containPackage("dev.tarn." + name)).isTrue());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void productionKeeps(Rule rule) {
    rule.rule().check(production);
  }

  @ParameterizedTest
  @MethodSource("plantedRules")
  void aPlantedViolationBreaks(Rule rule) {
    assertThat(rule.rule().evaluate(planted).hasViolation()).isTrue();
  }

  static List<Rule> rules() {
    return new Rules("dev.tarn").all();
  }

  static List<Rule> plantedRules() {
    return new Rules(PLANTED).all();
  }
}
