// One advisory: the plain editor in three languages with its preview, the second person, and what was published.
import { useNavigate, useParams } from "@solidjs/router";
import { createSignal, For, type JSX, onCleanup, Show } from "solid-js";
import {
  type AdvisoryLanguage,
  advisoryLanguages,
  advisorySeverities,
  type AdvisoryView,
  type WriteAdvisory,
} from "../../../backend/coordination/advisories/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost, apiPut } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { describeProblem, tellProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { FourEyesCard } from "../notifications/four-eyes-card.tsx";
import { advisoryTones } from "./advisories-page.tsx";
import { AdvisoryBlocks } from "./advisory-blocks.tsx";
import { WithdrawDialog } from "./withdraw-dialog.tsx";
import "../register-care/care.css";
import "../notifications/notifications.css";

export function NewAdvisoryPage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  return (
    <PageFrame
      title={t("advisories.page.new")}
      state="ready"
      problem=""
      hasMore={false}
      onMore={() => {}}
      onAgain={() => {}}
      filters={<Back />}
    >
      <Editor
        onSave={async (advisory) => {
          const { id } = await apiPost<{ id: string }>("/api/v1/advisories", advisory);
          navigate(`/advisories/${id}`);
        }}
      />
    </PageFrame>
  );
}

function Back(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  return (
    <p>
      <Button look="quiet" isSmall onClick={() => navigate("/advisories")}>
        ← {t("advisories.page.back")}
      </Button>
    </p>
  );
}

export function AdvisoryPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const path = (): string => `/api/v1/advisories/${params.id}`;
  const page = createPage<AdvisoryView>(path);
  const [isWithdrawing, setWithdrawing] = createSignal(false);
  const timer = setInterval(() => {
    if (page.answer()?.state === "waiting") page.load();
  }, 3_000);
  onCleanup(() => clearInterval(timer));
  const ask = async (): Promise<void> => {
    try {
      await apiPost(`${path()}/ask`, { version: page.answer()?.version ?? 0 });
    } catch (error) {
      tellProblem(error);
    }
    page.load();
  };
  return (
    <PageFrame
      title={
        page.answer() ? `${page.answer()?.number ?? ""} ${page.answer()?.title ?? ""}` : t("advisories.page.title")
      }
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
      filters={<Back />}
    >
      <Show when={isWithdrawing()}>
        <WithdrawDialog
          path={path()}
          version={page.answer()?.version ?? 0}
          onClose={() => setWithdrawing(false)}
          onDone={page.load}
        />
      </Show>
      <Show when={page.answer()}>
        {(one) => (
          <>
            <div class="care-acts">
              <Tag tone={advisoryTones[one().state]}>{t(`advisories.state.${one().state}`)}</Tag>
              <Tag>TLP:CLEAR</Tag>
              <Show when={one().state === "draft"}>
                <Button look="main" onClick={() => void ask()}>
                  {t("advisories.edit.ask")}
                </Button>
              </Show>
              <Show when={one().state === "published" && one().past[0]?.kind !== "withdrawn"}>
                <Button look="danger" onClick={() => setWithdrawing(true)}>
                  {t("advisories.edit.withdraw")}
                </Button>
              </Show>
              <Show when={one().editions > 0}>
                <a href={`/advisories/${one().number ?? ""}`} target="_blank" rel="noopener">
                  {t("advisories.edit.public")}
                </a>
              </Show>
            </div>
            <Show when={one().releases.length > 0}>
              <FourEyesCard requests={one().releases} isOnItsPage onChanged={page.load} />
            </Show>
            <Show when={one().past.length > 0}>
              <Card title={t("advisories.edit.past")} count={one().past.length}>
                <ul class="care-rows">
                  <For each={one().past}>
                    {(edition) => (
                      <li>
                        <span>
                          {t("advisories.edit.edition", {
                            edition: edition.edition,
                            when: formatInstant(edition.publishedAt),
                          })}
                        </span>
                        <span class="quiet-text">{t("advisories.edit.mails", { count: edition.mails })}</span>
                      </li>
                    )}
                  </For>
                </ul>
              </Card>
            </Show>
          </>
        )}
      </Show>
      <Show when={page.answer()?.version} keyed>
        {(version) => (
          <Editor
            advisory={page.answer()}
            isLocked={page.answer()?.state === "waiting"}
            onSave={async (advisory) => {
              await apiPut(path(), { version, advisory });
              showToast({ text: t("advisories.edit.saved") });
              page.load();
            }}
          />
        )}
      </Show>
    </PageFrame>
  );
}

type Part = "title" | "summary" | "body";
const parts: Part[] = ["title", "summary", "body"];

function Editor(props: {
  advisory?: AdvisoryView | undefined;
  isLocked?: boolean;
  onSave: (advisory: WriteAdvisory) => Promise<void>;
}): JSX.Element {
  const t = useWords();
  const [severity, setSeverity] = createSignal<WriteAdvisory["severity"]>(props.advisory?.severity ?? "medium");
  const [texts, setTexts] = createSignal<Partial<Record<AdvisoryLanguage, Record<Part, string>>>>(
    props.advisory?.texts ?? {},
  );
  const [note, setNote] = createSignal<Partial<Record<AdvisoryLanguage, string>>>(
    Object.fromEntries(Object.entries(props.advisory?.note ?? {}).filter(([, text]) => text !== undefined)),
  );
  const [problem, setProblem] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const write = (language: AdvisoryLanguage, part: Part, value: string): void =>
    void setTexts((all) => ({
      ...all,
      [language]: { title: "", summary: "", body: "", ...all[language], [part]: value },
    }));
  const save = async (): Promise<void> => {
    setProblem(undefined);
    const written = advisoryLanguages.flatMap((language) => {
      const text = texts()[language];
      return text && parts.some((part) => text[part].trim() !== "") ? [[language, text] as const] : [];
    });
    if (written.length === 0 || written.some(([, text]) => parts.some((part) => text[part].trim() === ""))) {
      setProblem(t("advisories.edit.partial"));
      return;
    }
    const notes = Object.entries(note()).filter(([, text]) => text.trim() !== "");
    setBusy(true);
    try {
      await props.onSave({
        severity: severity(),
        texts: Object.fromEntries(written),
        note: Object.fromEntries(notes),
      });
    } catch (error) {
      setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const named = (key: string, language: AdvisoryLanguage): string =>
    t(`advisories.edit.${key}`, { language: t(`common.language.${language}`) });
  return (
    <form
      class="notify-form"
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
      <Card title={t("advisories.edit.write")}>
        <SelectField
          label={t("advisories.edit.severity")}
          value={severity()}
          disabled={props.isLocked ?? false}
          options={advisorySeverities.map((value) => ({ value, label: t(`advisories.severity.${value}`) }))}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setSeverity(advisorySeverities.find((one) => one === value) ?? "medium");
          }}
        />
        <p class="quiet-text">{t("advisories.edit.hint")}</p>
      </Card>
      <For each={advisoryLanguages}>
        {(language) => (
          <Card title={t(`common.language.${language}`)}>
            <div class="care-pair" lang={language}>
              <div>
                <TextField
                  label={named("title", language)}
                  value={texts()[language]?.title ?? ""}
                  readonly={props.isLocked ?? false}
                  onInput={(event) => write(language, "title", event.currentTarget.value)}
                />
                <TextField
                  label={named("summary", language)}
                  value={texts()[language]?.summary ?? ""}
                  readonly={props.isLocked ?? false}
                  onInput={(event) => write(language, "summary", event.currentTarget.value)}
                />
                <TextArea
                  label={named("body", language)}
                  rows={12}
                  value={texts()[language]?.body ?? ""}
                  readonly={props.isLocked ?? false}
                  onInput={(event) => write(language, "body", event.currentTarget.value)}
                />
                <Show when={(props.advisory?.editions ?? 0) > 0}>
                  <TextField
                    label={named("note", language)}
                    value={note()[language] ?? ""}
                    readonly={props.isLocked ?? false}
                    onInput={(event) => setNote((all) => ({ ...all, [language]: event.currentTarget.value }))}
                  />
                </Show>
              </div>
              <section
                class="advisory-page"
                aria-label={`${t("advisories.edit.preview")} ${t(`common.language.${language}`)}`}
              >
                <p class="field-label">{t("advisories.edit.preview")}</p>
                <Show when={texts()[language]?.title}>{(title) => <h3>{title()}</h3>}</Show>
                <p>{texts()[language]?.summary}</p>
                <AdvisoryBlocks source={texts()[language]?.body ?? ""} />
              </section>
            </div>
          </Card>
        )}
      </For>
      <Show when={!props.isLocked}>
        <p>
          <Button type="submit" look="main" isBusy={isBusy()}>
            {t("advisories.edit.save")}
          </Button>
        </p>
      </Show>
    </form>
  );
}
