// The playbooks that there are: what each is for, from which severity on, and how many steps it has.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { Playbook } from "../../../backend/cases/playbooks/model.ts";
import { SeverityTag } from "../../parts/severity/severity.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { rsitWords } from "../data/say-rsit.ts";
import "./playbooks.css";

export function PlaybooksPage(): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(async () => await apiGet<{ rows: Playbook[] }>("/api/v1/desk/playbooks"));
  const rows = () => (list.error === undefined ? (list()?.rows ?? []) : []);
  return (
    <PageFrame
      title={t("playbooks.title")}
      text={t("playbooks.lead")}
      state={list.error !== undefined ? "failed" : list.loading ? "loading" : "ready"}
      problem={list.error === undefined ? "" : describeProblem(list.error)}
      hasMore={false}
      onMore={() => undefined}
      onAgain={() => void refetch()}
    >
      <ul class="playbook-list">
        <For each={rows()}>
          {(playbook) => (
            <li>
              <h2>
                <A href={`/playbooks/${playbook.id}`}>{playbook.titles[currentLanguage()]}</A>
              </h2>
              <p>{playbook.about[currentLanguage()]}</p>
              <TriggerTags of={playbook} />
            </li>
          )}
        </For>
      </ul>
    </PageFrame>
  );
}

export function TriggerTags(props: { of: Playbook }): JSX.Element {
  const t = useWords();
  const kindWords = (kind: string): string => {
    const [className = "", type = null] = kind.split("/");
    return rsitWords(t, className, type);
  };
  return (
    <div class="playbook-tags">
      <For each={props.of.trigger.kinds}>{(kind) => <Tag tone="indigo">{kindWords(kind)}</Tag>}</For>
      <Show when={props.of.trigger.severity} keyed>
        {(severity) => (
          <span>
            {t("playbooks.from_severity")} <SeverityTag of={severity} />
          </span>
        )}
      </Show>
      <For each={props.of.trigger.sectors}>{(sector) => <Tag>{t(`desk.directory.sector.${sector}`)}</Tag>}</For>
      <Tag>{t("playbooks.step_count", { count: props.of.steps.length })}</Tag>
      <Tag>{t(`playbooks.starts.${props.of.trigger.start}`)}</Tag>
    </div>
  );
}
