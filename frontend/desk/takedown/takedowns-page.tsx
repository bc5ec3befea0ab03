// Takedown and blocking requests: the open ones first, how long each took, and how long it takes by whom was asked.
import { A, useNavigate } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import {
  takedownKinds,
  takedownRoles,
  type Takedowns,
  type TakedownState,
} from "../../../backend/coordination/takedown/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords, type Words, wordsLanguages } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { defangUnknown } from "../data/defang.ts";
import "../register-care/care.css";

export const takedownTones: Record<TakedownState, Tone> = {
  asked: "medium",
  accepted: "indigo",
  refused: "critical",
  down: "low",
  given_up: "plain",
};

/** "3 hours": minutes below two hours, hours below two days, then days. */
export function sayMinutes(minutes: number, t: Words): string {
  if (minutes < 120) return t("takedown.minutes", { count: Math.round(minutes) });
  if (minutes < 2_880) return t("takedown.hours", { count: Math.round(minutes / 60) });
  return t("takedown.days", { count: Math.round(minutes / 1_440) });
}

export function TakedownsPage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const page = createPage<Takedowns>(() => "/api/v1/takedowns");
  const [isAsking, setAsking] = createSignal(false);
  return (
    <PageFrame
      title={t("takedown.page.title")}
      text={t("takedown.page.lead")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
      filters={
        <p>
          <Button look="main" onClick={() => setAsking(true)}>
            {t("takedown.page.new")}
          </Button>
        </p>
      }
    >
      <Card title={t("takedown.page.title")} count={page.answer()?.takedowns.length}>
        <ul class="care-rows">
          <For each={page.answer()?.takedowns ?? []} fallback={<li class="quiet-text">{t("takedown.page.none")}</li>}>
            {(one) => (
              <li>
                <div>
                  <A class="care-name" href={`/takedowns/${one.id}`}>
                    {one.reference} {defangUnknown(one.target)}
                  </A>
                  <p class="quiet-text small-text">
                    {t(`takedown.kind.${one.kind}`)} · {one.toName} ({t(`takedown.role.${one.toRole}`)}) ·{" "}
                    {formatInstant(one.askedAt)}
                    <Show when={one.minutesToDown !== null}>
                      {" "}
                      · {t("takedown.page.took", { minutes: sayMinutes(one.minutesToDown ?? 0, t) })}
                    </Show>
                  </p>
                </div>
                <div class="care-acts">
                  <Show when={one.isCheckDue}>
                    <Tag tone="high">{t("takedown.page.check_due")}</Tag>
                  </Show>
                  <Tag tone={takedownTones[one.state]}>{t(`takedown.state.${one.state}`)}</Tag>
                </div>
              </li>
            )}
          </For>
        </ul>
      </Card>
      <Show when={(page.answer()?.measured ?? []).length > 0}>
        <Card title={t("takedown.page.measured")}>
          <ul class="care-rows">
            <For each={page.answer()?.measured ?? []}>
              {(one) => (
                <li>
                  <b>{t(`takedown.role.${one.toRole}`)}</b>
                  <span class="figures">
                    {one.medianMinutes === null
                      ? t("takedown.page.measured_none", { down: one.down, asked: one.asked })
                      : t("takedown.page.measured_line", {
                          down: one.down,
                          asked: one.asked,
                          minutes: sayMinutes(one.medianMinutes, t),
                        })}
                  </span>
                </li>
              )}
            </For>
          </ul>
        </Card>
      </Show>
      <Show when={isAsking()}>
        <AskDialog onClose={() => setAsking(false)} onAsked={(id) => navigate(`/takedowns/${id}`)} />
      </Show>
    </PageFrame>
  );
}

function AskDialog(props: { onClose: () => void; onAsked: (id: string) => void }): JSX.Element {
  const t = useWords();
  const [said, setSaid] = createSignal<Record<string, string>>({
    kind: "takedown",
    toRole: "host",
    language: currentLanguage(),
  });
  const set = (name: string, value: string): void => void setSaid((all) => ({ ...all, [name]: value }));
  const choose = (name: string, key: string, options: { value: string; label: string }[]): JSX.Element => (
    <SelectField
      name={name}
      label={t(`takedown.ask.${key}`)}
      value={said()[name] ?? ""}
      options={options}
      onChange={(event) => set(name, event.currentTarget.value)}
    />
  );
  const send = async (): Promise<void> => {
    const { toEmail, ...others } = said();
    const email = toEmail?.trim() ?? "";
    const { id } = await apiPost<{ id: string }>("/api/v1/takedowns", {
      target: "",
      toName: "",
      reason: "",
      ...others,
      ...(email === "" ? {} : { toEmail: email }),
    });
    props.onAsked(id);
  };
  return (
    <ActDialog
      title={t("takedown.page.new")}
      description={t("takedown.ask.evidence_hint")}
      act={t("takedown.ask.send")}
      send={send}
      onClose={props.onClose}
      onDone={() => {}}
    >
      {choose(
        "kind",
        "kind",
        takedownKinds.map((value) => ({ value, label: t(`takedown.kind.${value}`) })),
      )}
      <TextField
        name="target"
        label={t("takedown.ask.target")}
        hint={t("takedown.ask.target_hint")}
        value={said()["target"] ?? ""}
        onInput={(event) => set("target", event.currentTarget.value)}
      />
      {choose(
        "toRole",
        "role",
        takedownRoles.map((value) => ({ value, label: t(`takedown.role.${value}`) })),
      )}
      <TextField
        name="toName"
        label={t("takedown.ask.name")}
        value={said()["toName"] ?? ""}
        onInput={(event) => set("toName", event.currentTarget.value)}
      />
      <TextField
        name="toEmail"
        label={t("takedown.ask.email")}
        type="email"
        value={said()["toEmail"] ?? ""}
        onInput={(event) => set("toEmail", event.currentTarget.value)}
      />
      {choose(
        "language",
        "language",
        wordsLanguages.map((value) => ({ value, label: t(`common.language.${value}`) })),
      )}
      <TextArea
        name="reason"
        label={t("takedown.ask.reason")}
        value={said()["reason"] ?? ""}
        onInput={(event) => set("reason", event.currentTarget.value)}
      />
      <TextArea
        name="evidence"
        label={t("takedown.ask.evidence")}
        value={said()["evidence"] ?? ""}
        onInput={(event) => set("evidence", event.currentTarget.value)}
      />
    </ActDialog>
  );
}
