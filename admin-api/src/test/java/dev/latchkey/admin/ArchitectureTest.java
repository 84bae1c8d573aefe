// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.latchkey.admin",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.latchkey.admin.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theStoreIsOnlyKnownThroughItsPorts =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.latchkey.keys.postgres..", "dev.latchkey.gateway..");

  @ArchTest
  static final ArchRule managingKeysKnowsNoHttp =
      noClasses()
          .that()
          .resideInAnyPackage("..admin.keys..", "..admin.access..", "..admin.problem..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.core.http..", "io.vertx.ext.web..", "..admin.http..");

  @ArchTest
  static final ArchRule onlyTheWriterWritesProblems =
      noClasses()
          .that()
          .doNotHaveSimpleName("AnswerWriter")
          .should()
          .callMethod(
              dev.latchkey.admin.problem.Messages.class,
              "title",
              dev.latchkey.admin.problem.Language.class,
              dev.latchkey.admin.problem.ProblemCode.class);

  @ArchTest
  static final ArchRule theAuthenticationOfVertxWebIsNotUsed =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("io.vertx.ext.auth..");
}
