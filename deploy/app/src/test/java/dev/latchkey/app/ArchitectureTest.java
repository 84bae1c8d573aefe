// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls between the modules; one class path has them all only here. */
@AnalyzeClasses(packages = "dev.latchkey", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule theDataPlaneNeverSeesTheControlPlane =
      noClasses()
          .that()
          .resideInAPackage("dev.latchkey.gateway..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.latchkey.admin..");

  @ArchTest
  static final ArchRule theControlPlaneNeverSeesTheDataPlane =
      noClasses()
          .that()
          .resideInAPackage("dev.latchkey.admin..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.latchkey.gateway..");

  @ArchTest
  static final ArchRule onlyTheProgramNamesTheStore =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.latchkey.app..", "dev.latchkey.keys.postgres..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.latchkey.keys.postgres..");

  @ArchTest
  static final ArchRule nobodyDependsOnTheProgram =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.latchkey.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.latchkey.app..");

  @ArchTest
  static final ArchRule configurationAndKeysKnowNothingOfTheRest =
      noClasses()
          .that()
          .resideInAnyPackage("dev.latchkey.config..", "dev.latchkey.keys")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.latchkey.app..",
              "dev.latchkey.gateway..",
              "dev.latchkey.admin..",
              "dev.latchkey.keys.postgres..");

  @ArchTest
  static final ArchRule theProgramsPackagesFormNoCycle =
      slices().matching("dev.latchkey.app.(**)").should().beFreeOfCycles();
}
