package dev.tarn.local.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/// Conditions that ArchUnit's own language has no words for.
final class Conditions {
  private Conditions() {}

  /// A class that `predicate` describes.
  static ArchCondition<JavaClass> be(DescribedPredicate<JavaClass> predicate) {
    return new ArchCondition<>(predicate.getDescription()) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean holds = predicate.test(type);
        events.add(
            new SimpleConditionEvent(
                type,
                holds,
                type.getName() + (holds ? " does " : " does not ") + predicate.getDescription()));
      }
    };
  }

  /// A class that calls `System.getenv` nowhere, or in the constructor without parameters of a
  /// function's handler.
  static ArchCondition<JavaClass> readTheEnvironmentOnlyInHandlers(String base) {
    return new ArchCondition<>("read the environment only in handlers' no-arg constructors") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
          if (call.getTargetOwner().isEquivalentTo(System.class)
              && call.getTarget().getName().equals("getenv")) {
            boolean inHandler =
                type.getPackageName().startsWith(base + ".function.")
                    && type.getSimpleName().endsWith("Handler")
                    && call.getOrigin() instanceof JavaConstructor constructor
                    && constructor.getRawParameterTypes().isEmpty();
            events.add(new SimpleConditionEvent(type, inHandler, call.getDescription()));
          }
        }
      }
    };
  }

  /// A class whose package is annotated with `NullMarked`.
  static ArchCondition<JavaClass> liveInANullMarkedPackage() {
    return new ArchCondition<>("live in a package with @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked =
            type.getPackage()
                .tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                .orElse(false);
        events.add(
            new SimpleConditionEvent(
                type, marked, type.getPackageName() + " of " + type.getSimpleName()));
      }
    };
  }
}
