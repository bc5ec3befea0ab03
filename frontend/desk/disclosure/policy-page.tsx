// The policy of disclosure: what everybody reads now, and publishing the next version.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import {
  type DisclosureLanguage,
  disclosureLanguages,
  proposedDays,
} from "../../../backend/coordination/disclosure/model.ts";
import type { PolicyView } from "../../../backend/coordination/disclosure/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextArea, TextField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import "../register-care/care.css";
import "../../shell/account/people.css";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import { wholeTexts } from "../../shell/forms/refuse-here.ts";

type Part = "scope" | "safeHarbour" | "times" | "keys";
const parts: Part[] = ["scope", "safeHarbour", "times", "keys"];
const dayNames = ["embargoDays", "secondWayDays", "nationalDays"] as const;

export function PolicyPage(): JSX.Element {
  const t = useWords();
  const page = createPage<{ rows: PolicyView[] }>(() => "/api/v1/disclosure/policies");
  const newest = () => page.answer()?.rows[0];
  return (
    <PageFrame
      title={t("disclosure.policy.title")}
      text={t("disclosure.policy.lead")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
      filters={
        <p class="care-acts">
          <A href="/disclosure">← {t("disclosure.desk.back")}</A>
          <a href="/disclosure-policy" target="_blank" rel="noopener">
            {t("disclosure.desk.public_page")}
          </a>
        </p>
      }
    >
      <ul>
        <For each={page.answer()?.rows ?? []} fallback={<li>{t("disclosure.policy.none")}</li>}>
          {(one) => (
            <li>{t("disclosure.policy.version", { version: one.version, when: one.publishedAt.slice(0, 10) })}</li>
          )}
        </For>
      </ul>
      {/* The form begins anew with a new version only: an answer that says the same leaves it, and the focus, as it is. */}
      <Show when={can("case.shape") && page.answer() && `version ${newest()?.version ?? 0}`} keyed>
        <Editor newest={newest()} onDone={page.load} />
      </Show>
    </PageFrame>
  );
}

function Editor(props: { newest: PolicyView | undefined; onDone: () => void }): JSX.Element {
  const t = useWords();
  const { newest } = props;
  const [texts, setTexts] = createSignal<Partial<Record<DisclosureLanguage, Record<Part, string>>>>(
    Object.fromEntries(Object.entries(newest?.texts ?? {}).filter(([, text]) => text !== undefined)),
  );
  const [days, setDays] = createSignal<Record<string, string>>(
    Object.fromEntries(dayNames.map((name) => [name, String((newest ?? proposedDays)[name])])),
  );
  const [org, setOrg] = createSignal(newest?.cna?.orgId ?? "");
  const [short, setShort] = createSignal(newest?.cna?.shortName ?? "");
  const act = createConfirmedAct();
  const write = (language: DisclosureLanguage, part: Part, value: string): void =>
    void setTexts((all) => ({
      ...all,
      [language]: { scope: "", safeHarbour: "", times: "", keys: "", ...all[language], [part]: value },
    }));
  const publish = async (): Promise<void> => {
    const { onDone } = props;
    const isDone = await act.run(undefined, async () => {
      await apiPost("/api/v1/disclosure/policies", {
        texts: wholeTexts(texts(), disclosureLanguages, parts, t("disclosure.policy.partial")),
        ...Object.fromEntries(dayNames.map((name) => [name, Number(days()[name])])),
        cna: org().trim() === "" && short().trim() === "" ? null : { orgId: org().trim(), shortName: short().trim() },
      });
    });
    if (!isDone) return;
    showToast({ text: t("disclosure.policy.published") });
    onDone();
  };
  return (
    <Card title={t("disclosure.policy.edit")}>
      <FieldsForm
        of={act}
        class="id-form"
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          void publish();
        }}
      >
        <Show when={newest === undefined}>
          <p class="quiet-text">{t("disclosure.policy.unverified")}</p>
        </Show>
        <For each={dayNames}>
          {(name) => (
            <TextField
              label={t(`disclosure.policy.${name}`)}
              name={name}
              inputmode="numeric"
              value={days()[name] ?? ""}
              onInput={(event) => {
                const { value } = event.currentTarget;
                setDays((all) => ({ ...all, [name]: value }));
              }}
            />
          )}
        </For>
        <TextField
          label={t("disclosure.policy.cnaOrg")}
          name="cna.orgId"
          hint={t("disclosure.policy.cnaHint")}
          value={org()}
          onInput={(event) => setOrg(event.currentTarget.value)}
        />
        <TextField
          label={t("disclosure.policy.cnaShort")}
          name="cna.shortName"
          value={short()}
          onInput={(event) => setShort(event.currentTarget.value)}
        />
        <For each={disclosureLanguages}>
          {(language) => (
            <For each={parts}>
              {(part) => (
                <TextArea
                  label={`${t(`disclosure.policy.${part}`)} (${t(`common.language.${language}`)})`}
                  name={`texts.${language}.${part}`}
                  rows={3}
                  value={texts()[language]?.[part] ?? ""}
                  onInput={(event) => write(language, part, event.currentTarget.value)}
                />
              )}
            </For>
          )}
        </For>
        <p>
          <Button type="submit" look="main" isBusy={act.isBusy()}>
            {t("disclosure.policy.publish")}
          </Button>
        </p>
      </FieldsForm>
    </Card>
  );
}
