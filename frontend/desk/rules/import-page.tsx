// What an import holds, item by item, before anything is taken: new, changed, known already, or refused with the reason; then licence and author.
import { useNavigate, useParams } from "@solidjs/router";
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import type { ImportItem, ImportView } from "../../../backend/triage/rules/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { can } from "../../shell/session.ts";
import { createLoaded } from "./create-loaded.ts";
import { PageState } from "./page-state.tsx";
import { RulesNav } from "./rules-nav.tsx";
import "../../shell/lists/lists.css";
import "./rules.css";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

const tones: Record<ImportItem["status"], Tone> = { new: "low", changed: "indigo", same: "plain", refused: "critical" };
const shownItems = 500;

export function ImportPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const page = createLoaded<ImportView>(
    () => `/api/v1/rule-imports/${params.id}`,
    undefined,
    ({ state }) => state === "reading",
  );
  const [left, setLeft] = createSignal<ReadonlySet<number>>(new Set<number>());
  const toggle = (number: number, isOn: boolean): void => {
    const next = new Set(left());
    if (isOn) next.delete(number);
    else next.add(number);
    setLeft(next);
  };
  return (
    <main class="page list-page rules-page">
      <RulesNav />
      <h1>{t("rules.import.title")}</h1>
      <PageState of={page}>
        {(view) => (
          <>
            <p class="quiet-text">
              {view().fileName} · <span class="mono hash">SHA-256 {view().sha256.slice(0, 16)}…</span>
            </p>
            <Show when={view().state === "reading"}>
              <Skeleton lines={4} words={t("rules.import.reading")} />
              <p>{t("rules.import.reading")}</p>
            </Show>
            <Show when={view().error}>{(error) => <Notice tone="problem">{error()}</Notice>}</Show>
            <Show when={view().packId}>
              {(id) => (
                <Notice>
                  <span>
                    {t("rules.import.taken")} <a href={`/desk/rules/packs/${id()}`}>{t("rules.pack.open")}</a>
                  </span>
                </Notice>
              )}
            </Show>
            <Show when={view().state !== "reading" && view().items.length > 0}>
              <p role="status">{t("rules.import.counts", { ...view().counts })}</p>
              <Show when={!view().packId && can("rule.write")}>
                <AcceptCard view={view()} left={left()} />
              </Show>
              <ul class="entries import-items">
                <For each={view().items.slice(0, shownItems)}>
                  {(item) => (
                    <li class="entry" data-ended={item.status === "same" ? "" : undefined}>
                      <div class="entry-words">
                        <p>
                          <Show when={!view().packId && (item.status === "new" || item.status === "changed")}>
                            <input
                              type="checkbox"
                              class="item-tick"
                              aria-label={t("rules.import.take", { title: item.title })}
                              checked={!left().has(item.number)}
                              onChange={(event) => toggle(item.number, event.currentTarget.checked)}
                            />{" "}
                          </Show>
                          <Tag tone={tones[item.status]}>{t(`rules.import.status.${item.status}`)}</Tag>{" "}
                          <b>{item.title}</b>{" "}
                          <Show when={item.ruleId}>
                            {(id) => <a href={`/desk/rules/${id()}`}>{t("rules.import.known")}</a>}
                          </Show>
                        </p>
                        <p class="quiet-text small-text">
                          {[t(`rules.kind.${item.kind}`), item.author, item.licence, item.path]
                            .filter((part) => part !== "")
                            .join(" · ")}
                        </p>
                        <For each={item.problems}>{(problem) => <p class="gate-problem small-text">{problem}</p>}</For>
                      </div>
                    </li>
                  )}
                </For>
              </ul>
              <Show when={view().items.length > shownItems}>
                <p class="quiet-text">{t("rules.import.more", { count: view().items.length - shownItems })}</p>
              </Show>
            </Show>
          </>
        )}
      </PageState>
    </main>
  );
}

function AcceptCard(props: { view: ImportView; left: ReadonlySet<number> }): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const act = createConfirmedAct();
  const [name, setName] = createSignal("");
  const [licence, setLicence] = createSignal("");
  const [author, setAuthor] = createSignal("");
  const [source, setSource] = createSignal("");
  createEffect(
    on(
      () => props.view.id,
      () => {
        setName(props.view.fileName.replace(/\.(zip|tar\.gz|tgz|7z|tar|ya?ml|yara?|csv|json)$/i, ""));
        setLicence(props.view.licence);
        setAuthor(props.view.author);
      },
    ),
  );
  const takes = () =>
    props.view.items.filter(
      ({ status, number }) => (status === "new" || status === "changed") && !props.left.has(number),
    );
  const accept = async (event: Event): Promise<void> => {
    event.preventDefault();
    await act.run(undefined, async () => {
      const { packId } = await apiPost<{ packId: string }>(`/api/v1/rule-imports/${props.view.id}/accept`, {
        name: name().trim(),
        licence: licence().trim(),
        author: author().trim(),
        source: source().trim(),
        ...(props.left.size > 0 ? { items: takes().map(({ number }) => number) } : {}),
      });
      showToast({ text: t("rules.done.import") });
      navigate(`/rules/packs/${packId}`);
    });
  };
  return (
    <Card title={t("rules.import.accept")}>
      <FieldsForm of={act} class="id-form" onSubmit={(event) => void accept(event)}>
        <div class="list-filters">
          <TextField
            label={t("rules.pack.name")}
            name="name"
            required
            maxLength={200}
            value={name()}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <TextField
            label={t("rules.licence")}
            name="licence"
            hint={t("rules.pack.licence_hint")}
            required
            maxLength={200}
            value={licence()}
            onInput={(event) => setLicence(event.currentTarget.value)}
          />
          <TextField
            label={t("rules.author")}
            name="author"
            maxLength={300}
            value={author()}
            onInput={(event) => setAuthor(event.currentTarget.value)}
          />
          <TextField
            label={t("rules.pack.source")}
            name="source"
            hint={t("rules.pack.source_hint")}
            maxLength={500}
            value={source()}
            onInput={(event) => setSource(event.currentTarget.value)}
          />
        </div>
        <Button type="submit" look="main" isBusy={act.isBusy()} disabled={act.isBusy() || takes().length === 0}>
          {t("rules.import.do", { count: takes().length })}
        </Button>
      </FieldsForm>
    </Card>
  );
}
