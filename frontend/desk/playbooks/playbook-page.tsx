// One playbook: what it is for, its picture, a dry run, and where its steps come from.
import { A, useParams } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { Playbook } from "../../../backend/cases/playbooks/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { apiGet } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PlaybookPicture } from "./playbook-picture.tsx";
import { TriggerTags } from "./playbooks-page.tsx";
import { TryCard } from "./try-card.tsx";
import "./playbooks.css";

export function PlaybookPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ playbookId: string }>();
  const path = () => `/api/v1/desk/playbooks/${encodeURIComponent(params.playbookId)}`;
  const [one] = createResource(path, async (address) => await apiGet<Playbook & { sha256: string }>(address));
  const shown = () => (one.error === undefined ? one() : undefined);
  return (
    <main class="page playbook-page">
      <p>
        <A href="/playbooks">← {t("playbooks.title")}</A>
      </p>
      <Show when={one.error !== undefined}>
        <Notice tone="problem" isAlert>
          {describeProblem(one.error)}
        </Notice>
      </Show>
      <Show
        when={shown()}
        keyed
        fallback={<Show when={one.error === undefined}>{<Skeleton lines={10} words={t("desk.loading")} />}</Show>}
      >
        {(playbook) => (
          <>
            <h1>{playbook.titles[currentLanguage()]}</h1>
            <p>{playbook.about[currentLanguage()]}</p>
            <TriggerTags of={playbook} />
            <Card title={t("playbooks.picture")}>
              <PlaybookPicture
                path={`${path()}/picture`}
                label={`${t("playbooks.picture")}: ${playbook.titles[currentLanguage()]}`}
                print={playbook.sha256}
              />
            </Card>
            <TryCard playbook={playbook} />
            <Card title={t("playbooks.source")}>
              <p>{t(`playbooks.source.${playbook.source.kind}`)}</p>
              <p class="quiet-text" lang="en">
                {playbook.source.text}
              </p>
              <p class="quiet-text small-text">
                {t("playbooks.version", { version: playbook.version })} · {t("playbooks.file")}{" "}
                <code>{playbook.sha256.slice(0, 16)}…</code>
              </p>
            </Card>
          </>
        )}
      </Show>
    </main>
  );
}
