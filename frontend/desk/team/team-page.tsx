// What the team says of itself to everybody: one form, its texts in three languages, each publication a version.
import { createEffect, createSignal, For, type JSX, on, onCleanup, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import {
  type TeamDescription,
  type TeamFacts,
  type TeamLanguage,
  teamLanguages,
  type TeamText,
  teamTextNames,
} from "../../../backend/registry/team/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, ApiProblem, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, hasWords, useWords } from "../../platform/words.ts";
import { onConflict } from "../../platform/typed.ts";
import { mergeEdits } from "../../shell/forms/merge-edits.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";

const lines = [
  "name",
  "shortName",
  "email",
  "telephone",
  "emergencyTelephone",
  "hours",
  "timeZone",
  "establishedOn",
] as const satisfies readonly (keyof TeamFacts)[];

export function TeamPage(): JSX.Element {
  const t = useWords();
  const [loaded, { refetch }] = createResource(async () => await apiGet<TeamDescription>("/api/v1/team-description"));
  const [facts, setFacts] = createSignal<TeamFacts>();
  const [texts, setTexts] = createSignal<TeamDescription["texts"]>();
  const [language, setLanguage] = createSignal<TeamLanguage>(currentLanguage());
  const [isBusy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<unknown>();
  const wrong = (): string[] => {
    const error = failure();
    return error instanceof ApiProblem ? error.fields.map((field) => field.path) : [];
  };
  const errorOf = (path: string): string | undefined => {
    if (!wrong().includes(path)) return undefined;
    const key = `team.expected.${path.split(".")[1] ?? ""}`;
    return t(hasWords(key) ? key : "team.expected.other");
  };
  const labelOf = (path: string): string => {
    const [kind, first = "", second = ""] = path.split(".");
    return kind === "facts"
      ? t(`team.fact.${first}`)
      : `${t(`team.text.${second}`)} (${t(`common.language.${first}`)})`;
  };
  const problem = (): string | undefined => {
    if (failure() === undefined) return undefined;
    const isNamed = wrong().length > 0 && wrong().every((path) => /^(facts|texts)\./.test(path));
    return isNamed ? t("team.desk.wrong", { fields: wrong().map(labelOf).join(", ") }) : describeProblem(failure());
  };
  // Somebody else saved meanwhile: what was changed here stays, the rest becomes theirs, and saving again goes on from theirs.
  onCleanup(onConflict(() => void refetch()));
  createEffect(
    on(
      () => loaded.latest,
      (now, before) => {
        if (!now) return;
        setFacts((mine) => (before && mine ? mergeEdits(before.facts, mine, now.facts) : now.facts));
        setTexts((mine) =>
          before && mine
            ? {
                fr: mergeEdits(before.texts.fr, mine.fr, now.texts.fr),
                en: mergeEdits(before.texts.en, mine.en, now.texts.en),
                mn: mergeEdits(before.texts.mn, mine.mn, now.texts.mn),
              }
            : now.texts,
        );
      },
    ),
  );
  const change = (name: TeamText, value: string): void => {
    const one = language();
    setTexts((all) => all && { ...all, [one]: { ...all[one], [name]: value } });
  };
  const save = async (): Promise<void> => {
    const given = { version: loaded.latest?.version ?? 0, facts: facts(), texts: texts() };
    setBusy(true);
    setFailure(undefined);
    try {
      const { version } = await apiPost<{ version: number }>("/api/v1/team-description", given);
      await refetch();
      showToast({ text: t("team.desk.saved", { version: String(version) }) });
    } catch (error) {
      setFailure(() => error);
      globalThis.scrollTo({ top: 0 });
    } finally {
      setBusy(false);
    }
  };
  return (
    <PageFrame
      title={t("team.desk.title")}
      text={t("team.desk.lead")}
      state={loaded.error ? "failed" : loaded.latest ? "ready" : "loading"}
      problem={loaded.error ? describeProblem(loaded.error) : ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={() => void refetch()}
    >
      <p class="quiet-text">
        {loaded.latest?.writtenAt
          ? t("team.desk.by", {
              version: String(loaded.latest.version),
              name: loaded.latest.writtenBy ?? "",
              date: formatInstant(loaded.latest.writtenAt),
            })
          : t("team.desk.first")}{" "}
        <a href="/team" target="_blank" rel="noopener">
          {t("team.desk.open")}
        </a>
      </p>
      <form
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Show when={problem()}>
          <Notice tone="problem" isAlert>
            {problem()}
          </Notice>
        </Show>
        <Card title={t("team.desk.facts")}>
          <For each={lines}>
            {(name) => (
              <TextField
                label={t(`team.fact.${name}`)}
                value={facts()?.[name] ?? ""}
                error={errorOf(`facts.${name}`)}
                onInput={(event) => {
                  const { value } = event.currentTarget;
                  setFacts((all) => all && { ...all, [name]: value });
                }}
              />
            )}
          </For>
          <TextArea
            label={t("team.fact.address")}
            value={facts()?.address ?? ""}
            error={errorOf("facts.address")}
            onInput={(event) => {
              const { value } = event.currentTarget;
              setFacts((all) => all && { ...all, address: value });
            }}
          />
        </Card>
        <Card title={t(`common.language.${language()}`)}>
          <SelectField
            label={t("team.desk.language")}
            value={language()}
            options={teamLanguages.map((one) => ({ value: one, label: t(`common.language.${one}`) }))}
            onChange={(event) => setLanguage(teamLanguages.find((one) => one === event.currentTarget.value) ?? "en")}
          />
          <For each={teamTextNames}>
            {(name) => (
              <TextArea
                label={t(`team.text.${name}`)}
                lang={language()}
                value={texts()?.[language()][name] ?? ""}
                error={errorOf(`texts.${language()}.${name}`)}
                onInput={(event) => change(name, event.currentTarget.value)}
              />
            )}
          </For>
        </Card>
        <p>
          <Button look="main" type="submit" isBusy={isBusy()}>
            {t("team.desk.save")}
          </Button>
        </p>
      </form>
    </PageFrame>
  );
}
