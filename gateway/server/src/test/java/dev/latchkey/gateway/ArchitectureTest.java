// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.latchkey.gateway.authenticate.Caller;
import dev.latchkey.gateway.authorize.Permit;
import dev.latchkey.gateway.limit.Admission;
import dev.latchkey.gateway.refusal.Failure;
import dev.latchkey.gateway.refusal.Fault;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** What the compiler does not hold, but the design rests on. */
class ArchitectureTest {
  private static final String ROOT = "dev.latchkey.gateway";
  private static final String STAGES = ROOT + ".*..";

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .importUrl(GatewayVerticle.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void thereIsCodeToLookAt() {
    assertThat(CODE.size()).isGreaterThan(50);
  }

  @Test
  void stagesFormNoCycle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CODE);
  }

  @Test
  void noStageKnowsTheWiring() {
    noClasses()
        .that()
        .resideInAPackage(STAGES)
        .and()
        // Explaining is no stage: it asks the compiled rules what the stages would say.
        .resideOutsideOfPackage(ROOT + ".explain")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(CODE);
  }

  @Test
  void theDataPlaneKnowsNeitherAdministrationNorAnyStore() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.latchkey.admin..",
            "dev.latchkey.keys.postgres..",
            "io.vertx.ext.web..",
            "io.vertx.ext.auth..",
            "io.vertx.sqlclient..",
            "io.vertx.pgclient..")
        .check(CODE);
  }

  @Test
  void onlyForwardUsesTheHttpClient() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".forward..")
        .should()
        .dependOnClassesThat(
            nameMatching("io\\.vertx\\.core\\.http\\.(HttpClient.*|RequestOptions|PoolOptions)")
                .forSubtype())
        .check(CODE);
  }

  @Test
  void onlyAcceptLooksAtTheRawTarget() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".accept..")
        .should()
        .callMethodWhere(
            target(owner(assignableTo(HttpServerRequest.class)))
                .and(target(nameMatching("uri|path|query|absoluteURI|params|getParam"))))
        .check(CODE);
  }

  @Test
  void fewClassesWriteAnswers() {
    noClasses()
        .that()
        .doNotHaveSimpleName("FailureRenderer")
        .and()
        .doNotHaveSimpleName("ResponseWriter")
        .and()
        .doNotHaveSimpleName("OnePiece")
        .and()
        .doNotHaveSimpleName("BodyStream")
        .and()
        .doNotHaveSimpleName("Preflights")
        .and()
        .doNotHaveSimpleName("SelfService")
        .should()
        .callMethodWhere(
            target(owner(assignableTo(HttpServerResponse.class)))
                .and(target(nameMatching("end|write|send|sendFile"))))
        .check(CODE);
  }

  @Test
  void onlyTheFailureRendererUsesProblemBodies() {
    classes()
        .that()
        .haveSimpleName("ProblemBody")
        .should()
        .onlyHaveDependentClassesThat()
        .haveSimpleNameStartingWith("FailureRenderer")
        .orShould()
        .onlyHaveDependentClassesThat()
        .haveSimpleName("ProblemBody")
        .check(CODE);
  }

  @Test
  void proofsAreMadeOnlyWhereTheyAreEarned() {
    for (Class<?> proof : List.of(Caller.class, Permit.class, Admission.class)) {
      noClasses()
          .that()
          .resideOutsideOfPackage(proof.getPackageName())
          .should()
          .callConstructorWhere(target(owner(assignableTo(proof))))
          .check(CODE);
      assertThat(proof.getConstructors()).as("public ways to make a " + proof).isEmpty();
    }
  }

  @Test
  void failuresHaveNoStack() {
    assertThat(new Fault(Reason.INTERNAL_ERROR, new Exception()))
        .satisfies(fault -> assertThat(fault.getStackTrace()).isEmpty());
    assertThat(Refusal.because(Reason.KEY_INVALID).getStackTrace()).isEmpty();
    assertThat(Failure.class.isSealed()).isTrue();
  }

  @Test
  void nothingOnTheRequestPathFormatsOrMatchesPatterns() {
    noClasses()
        .that()
        .resideInAPackage(STAGES)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.regex..")
        .orShould()
        .callMethodWhere(
            target(owner(assignableTo(String.class)))
                .and(target(nameMatching("format|formatted|matches|replaceAll|replaceFirst"))))
        .check(CODE);
  }

  @Test
  void loggersArePrivateStaticFinal() {
    fields()
        .that()
        .haveRawType(Logger.class)
        .should()
        .bePrivate()
        .andShould()
        .beStatic()
        .andShould()
        .beFinal()
        .check(CODE);
  }

  @Test
  void namesSayWhatThingsAre() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameStartingWith("Abstract")
        .orShould()
        .resideInAnyPackage("..util..", "..common..", "..impl..", "..internal..", "..helper..")
        .check(CODE);
    fields().should().haveNameNotMatching(".*([Mm]anager|[Hh]elper|[Ii]mpl)").check(CODE);
  }

  @Test
  void noStateIsStaticAndMutable() {
    fields().that().areStatic().should().beFinal().check(CODE);
  }

  @Test
  void nothingIsSynchronizedOnAnEventLoopButTheLimitersCounters() {
    methods()
        .that()
        .haveModifier(JavaModifier.SYNCHRONIZED)
        .should()
        .beDeclaredInClassesThat()
        .haveNameMatching(".*\\.(KeyBuckets|HeldQuotas)")
        .check(CODE);
  }
}
