// One processing: what it says now, what it would still say, which formalities it needs and why, all that it was; its next version.
import { useParams } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { NeedsView } from "../../../backend/compliance/formalities/answers/model.ts";
import {
  changedFields,
  type ProcessingContent,
  type ProcessingPage,
  type TraitView,
} from "../../../backend/compliance/processing/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost, apiPut } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { Facts, ThingPage } from "../../shell/authority/page-parts.tsx";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { say } from "../../shell/say/say-texts.ts";
import { NeedList } from "../formalities/need-list.tsx";
import { EntryForm } from "./entry-form.tsx";
import { writeTransfers } from "./transfers.ts";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

const root = "/api/v1/console/processing";

export function EntryPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const read = createReadPage<ProcessingPage>(() => `${root}/${params.id}`);
  const [isChanging, setChanging] = createSignal(false);
  const [isEnding, setEnding] = createSignal(false);
  const [needs, { refetch }] = createResource(
    currentLanguage,
    async (language) => await apiGet<NeedsView>("/api/v1/console/formalities/needs", { language }),
  );
  const change = async (content: ProcessingContent, note: string, version: number): Promise<void> => {
    const made = await apiPut<{ version: number }>(`${root}/${params.id}`, { ...content, note, version });
    setChanging(false);
    showToast({ text: t("processing.saved", { number: made.version }) });
    await read.reload();
    void refetch();
  };
  return (
    <ThingPage read={read} back="/processing">
      {(view) => (
        <>
          <header class="authority-head">
            <h1>{view().entry.title}</h1>
            <span class="figures quiet-text">{t("processing.number", { number: view().entry.number })}</span>
            <Tag tone="indigo">{t(`processing.role.${view().entry.role}`)}</Tag>
            <Show when={view().entry.endedAt}>
              {(at) => <Tag>{t("processing.ended", { day: at().slice(0, 10) })}</Tag>}
            </Show>
          </header>
          <div class="authority-columns">
            <div>
              <Show
                when={isChanging()}
                fallback={
                  <Card title={t("processing.title")}>
                    <ContentFacts content={view().entry} traits={view().traits} />
                    <p class="authority-acts">
                      <Show when={view().mayChange}>
                        <Button look="main" onClick={() => setChanging(true)}>
                          {t("processing.change")}
                        </Button>
                        <Button onClick={() => setEnding(true)}>{t("processing.end")}</Button>
                      </Show>
                      <a
                        href={`${root}/${view().entry.id}/print?language=${currentLanguage()}`}
                        rel="external"
                        target="_self"
                        download=""
                      >
                        {t("processing.print")}
                      </a>
                    </p>
                  </Card>
                }
              >
                <Card title={t("processing.change")}>
                  <EntryForm
                    content={view().entry}
                    traits={view().traits}
                    send={async (content, note) => await change(content, note, view().entry.version)}
                    onCancel={() => setChanging(false)}
                  />
                </Card>
              </Show>
              <VersionsCard view={view()} />
            </div>
            <div>
              <Show when={view().entry.endedAt === null}>
                <Card title={t("processing.hints")}>
                  <ul class="formality-points">
                    <For each={view().entry.hints} fallback={<li class="quiet-text">{t("processing.hints_none")}</li>}>
                      {(hint) => <li>{t(`processing.hint.${hint}`)}</li>}
                    </For>
                  </ul>
                </Card>
                <Card title={t("formalities.needs.title")}>
                  <NeedList
                    needs={needs.latest}
                    row={needs.latest?.rows.find(({ entryId }) => entryId === view().entry.id)}
                  />
                </Card>
              </Show>
            </div>
          </div>
          <Show when={isEnding()}>
            <EndDialog id={view().entry.id} onClose={() => setEnding(false)} onDone={() => void read.reload()} />
          </Show>
        </>
      )}
    </ThingPage>
  );
}

function ContentFacts(props: { content: ProcessingContent; traits: readonly TraitView[] }): JSX.Element {
  const t = useWords();
  const row = (field: string, value: string) => [t(`processing.field.${field}`), value] as const;
  return (
    <Facts
      rows={[
        row("forWhom", props.content.forWhom),
        row(
          "traits",
          props.traits
            .filter(({ id }) => props.content.traits.includes(id))
            .map(({ name }) => say(name))
            .join(", "),
        ),
        row("purposes", props.content.purposes),
        row("legalBasis", props.content.legalBasis),
        row("dataCategories", props.content.dataCategories),
        row("peopleCategories", props.content.peopleCategories),
        row("recipients", props.content.recipients),
        row("transfers", writeTransfers(props.content.transfers)),
        row("retention", props.content.retention),
        row("securityMeasures", props.content.securityMeasures),
      ]}
    />
  );
}

function VersionsCard(props: { view: ProcessingPage }): JSX.Element {
  const t = useWords();
  const changes = (index: number): string => {
    const [now, before] = [props.view.versions[index], props.view.versions[index + 1]];
    if (!now || !before) return t("processing.version_first");
    const fields = changedFields(before.content, now.content).map((field) => t(`processing.field.${field}`));
    return t("processing.version_changed", { fields: fields.join(", ") });
  };
  return (
    <Card title={t("processing.versions")} count={props.view.versions.length}>
      <ul class="authority-rows">
        <For each={props.view.versions}>
          {(version, index) => (
            <li>
              <p>
                {t("processing.version_line", {
                  number: version.number,
                  day: version.changedAt.slice(0, 10),
                  name: version.changedBy,
                })}
              </p>
              <p class="quiet-text small-text">{changes(index())}</p>
              <Show when={version.note}>
                <p class="authority-said">{version.note}</p>
              </Show>
              <Show when={index() > 0}>
                <details>
                  <summary>{t("processing.show_version")}</summary>
                  <ContentFacts content={version.content} traits={props.view.traits} />
                </details>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}

function EndDialog(props: { id: string; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [reason, setReason] = createSignal("");
  return (
    <ActDialog
      asks="processing"
      title={t("processing.end")}
      description={t("processing.end_hint")}
      act={t("processing.end")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () => await apiPost(`${root}/${props.id}/end`, { reason: reason() })}
    >
      <TextField
        name="reason"
        label={t("processing.field.reason")}
        why={whyAsked("processing.field.reason")}
        required
        maxLength={500}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
