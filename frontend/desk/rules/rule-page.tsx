// One rule: where it stands and what comes next, its text in words and as written, its versions, back-tests, and everybody's acts on it.
import { A, useNavigate, useParams } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import type { RulePage as Page } from "../../../backend/triage/rules/model.ts";
import { toneOf } from "../../parts/severity/severity.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createLoaded } from "./create-loaded.ts";
import { GatesCard } from "./gates-card.tsx";
import { PageState } from "./page-state.tsx";
import { PublicationsCard } from "./publications-card.tsx";
import { RecordCard } from "./record-card.tsx";
import { RuleActs } from "./rule-acts.tsx";
import { RulesNav } from "./rules-nav.tsx";
import { sayOwner } from "./say-rule.ts";
import { StateTag } from "./state-tag.tsx";
import { TrialsCard } from "./trials-card.tsx";
import { VersionCard } from "./version-card.tsx";
import "../../shell/lists/lists.css";
import "../report/report.css";
import "./rules.css";

const isUnderWay = (page: Page): boolean =>
  page.gates.some(({ state }) => state === "waiting" || state === "running") ||
  page.trials.some(({ state }) => state === "waiting" || state === "running");

export function RulePage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const navigate = useNavigate();
  const page = createLoaded<Page>(() => `/api/v1/rules/${params.id}`, undefined, isUnderWay);
  return (
    <main class="report rule-page">
      <RulesNav />
      <PageState of={page}>
        {(rule) => (
          <article aria-labelledby="rule-title">
            <A href="/rules" class="back-link">
              {t("desk.back")}
            </A>
            <p class="quiet-text report-line">
              {t(`rules.kind.${rule().kind}`)} · {sayOwner(t, rule())}
            </p>
            <h1 id="rule-title" tabindex="-1">
              {rule().title === "" ? t("rules.no_title") : rule().title}
            </h1>
            <p class="tags">
              <StateTag state={rule().state} /> <Tag tone={toneOf(rule().level)}>{t(`desk.level.${rule().level}`)}</Tag>{" "}
              <Show when={rule().activeVersion}>
                {(version) => <Tag tone="indigo">{t("rules.version_in_force", { version: version() })}</Tag>}
              </Show>
            </p>
            <Show when={rule().stateReason}>
              {(reason) => (
                <Notice tone={rule().state === "quarantined" ? "mind" : "plain"}>
                  <span>{t("rules.state_why", { reason: reason(), time: formatInstant(rule().stateAt) })}</span>
                </Notice>
              )}
            </Show>
            <RuleActs
              rule={rule()}
              onChanged={page.load}
              onEdit={() => navigate(`/rules/${rule().id}/edit`)}
              onTrial={(id) => navigate(`/rules/trials/${id}`)}
            />
            <div class="report-columns">
              <div class="report-main">
                <GatesCard rule={rule()} />
                <VersionCard rule={rule()} />
                <PublicationsCard rule={rule()} />
              </div>
              <div class="report-side">
                <RecordCard rule={rule()} />
                <TrialsCard trials={rule().trials} />
              </div>
            </div>
          </article>
        )}
      </PageState>
    </main>
  );
}
