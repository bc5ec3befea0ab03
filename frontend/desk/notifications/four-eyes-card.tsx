// Four eyes: what waits for a second person and what one person released alone, with the acts that the reader may do.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { bindFourEyes, type FourEyesView } from "../../../backend/coordination/four-eyes/model.ts";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea } from "../../parts/field/field.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { can, me } from "../../shell/session.ts";
import "../register-care/care.css";

const tones: Record<FourEyesView["state"], Tone> = {
  waiting: "medium",
  approved: "low",
  alone: "high",
  refused: "plain",
  withdrawn: "plain",
};
const pages: Record<FourEyesView["kind"], string> = {
  advisory: "advisories",
  disclosure: "disclosure",
  early_disclosure: "disclosure",
  notification: "notifications",
  public_line: "public-lines",
  statistics: "statistics",
  export: "notifications",
  advice: "advice",
};
type Asked = { act: "approve" | "refuse" | "alone" | "review"; request: FourEyesView };

export function FourEyesCard(props: {
  requests: FourEyesView[];
  /** Beside the thing itself its title is known. */
  isOnItsPage?: boolean;
  onChanged: () => void;
}): JSX.Element {
  const t = useWords();
  const [asked, setAsked] = createSignal<Asked>();
  const isOwn = (one: FourEyesView): boolean => one.askedBy.id === me()?.personId;
  const withdraw = async (id: string): Promise<void> => {
    try {
      await apiPost(`/api/v1/four-eyes/${id}/withdraw`);
    } catch (error) {
      tellProblem(error);
    }
    props.onChanged();
  };
  return (
    <Card title={t("notify.eyes.title")} count={props.requests.filter(({ state }) => state === "waiting").length}>
      <ul class="care-rows">
        <For each={props.requests} fallback={<li class="quiet-text">{t("notify.eyes.none")}</li>}>
          {(one) => (
            <li>
              <div>
                <Show when={!props.isOnItsPage}>
                  <A class="care-name" href={`/${pages[one.kind]}/${one.subjectId}`}>
                    {t(`notify.eyes.kind.${one.kind}`)}: {one.title}
                  </A>
                </Show>
                <p class="quiet-text small-text">
                  {t("notify.eyes.asked", { name: one.askedBy.name, when: formatInstant(one.askedAt) })}
                </p>
                <Show when={one.state !== "waiting" && one.decidedBy}>
                  <p class="quiet-text small-text">
                    {t(`notify.eyes.state.${one.state}`)}:{" "}
                    {t("notify.eyes.decided", {
                      name: one.decidedBy?.name ?? "",
                      when: formatInstant(one.decidedAt ?? one.askedAt),
                    })}
                  </p>
                </Show>
                <Show when={one.reason}>
                  <p class="small-text">{t("notify.eyes.because", { reason: one.reason ?? "" })}</p>
                </Show>
                <Show when={one.state === "alone"}>
                  <p class="small-text">
                    {one.finding === null
                      ? t("notify.eyes.to_review")
                      : t("notify.eyes.reviewed", {
                          name: one.reviewedBy?.name ?? "",
                          finding: `${t(`notify.eyes.${one.finding}`)}. ${one.reviewNote ?? ""}`,
                        })}
                  </p>
                </Show>
                <div class="care-acts">
                  <Show when={one.state === "waiting" && can("release.approve") && !isOwn(one) && props.isOnItsPage}>
                    <Button isSmall look="main" onClick={() => setAsked({ act: "approve", request: one })}>
                      {t("notify.eyes.approve")}
                    </Button>
                    <Button isSmall onClick={() => setAsked({ act: "refuse", request: one })}>
                      {t("notify.eyes.refuse")}
                    </Button>
                  </Show>
                  <Show when={one.state === "waiting" && isOwn(one)}>
                    <Button isSmall onClick={() => void withdraw(one.id)}>
                      {t("notify.eyes.withdraw")}
                    </Button>
                    <Show when={can("release.alone") && one.kind !== "statistics" && one.kind !== "early_disclosure"}>
                      <Button isSmall look="danger" onClick={() => setAsked({ act: "alone", request: one })}>
                        {t("notify.eyes.alone")}
                      </Button>
                    </Show>
                  </Show>
                  <Show when={one.state === "alone" && one.finding === null && can("release.approve") && !isOwn(one)}>
                    <Button isSmall onClick={() => setAsked({ act: "review", request: one })}>
                      {t("notify.eyes.review")}
                    </Button>
                  </Show>
                </div>
              </div>
              <Tag tone={tones[one.state]}>{t(`notify.eyes.state.${one.state}`)}</Tag>
            </li>
          )}
        </For>
      </ul>
      <Show when={asked()} keyed>
        {(now) => <Decide asked={now} onClose={() => setAsked(undefined)} onDone={() => props.onChanged()} />}
      </Show>
    </Card>
  );
}

function Decide(props: { asked: Asked; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const { act, request } = props.asked;
  const path = `/api/v1/four-eyes/${request.id}`;
  const [reason, setReason] = createSignal("");
  const [finding, setFinding] = createSignal("justified");
  if (act === "approve")
    return (
      <SureDialog
        title={request.title}
        text={t("notify.eyes.approve_text")}
        act={t("notify.eyes.approve")}
        binding={bindFourEyes.approve(request.id)}
        onClose={props.onClose}
        run={async () => {
          await apiPost(`${path}/approve`);
          props.onDone();
        }}
      />
    );
  const binding = (): { binding?: () => StepUpBinding } =>
    act === "alone" ? { binding: () => bindFourEyes.alone(request.id) } : {};
  const send = async (): Promise<void> => {
    if (act === "refuse") await apiPost(`${path}/refuse`, { reason: reason() });
    else if (act === "alone") await apiPost(`${path}/release-alone`, { reason: reason() });
    else await apiPost(`${path}/review`, { finding: finding(), note: reason() });
  };
  return (
    <ActDialog
      title={t(`notify.eyes.${act}`)}
      description={act === "alone" ? t("notify.eyes.alone_text") : request.title}
      act={t(`notify.eyes.${act}`)}
      {...binding()}
      send={send}
      onClose={props.onClose}
      onDone={props.onDone}
    >
      <Show when={act === "review"}>
        <SelectField
          name="finding"
          label={t("notify.eyes.review")}
          value={finding()}
          options={["justified", "not_justified"].map((value) => ({ value, label: t(`notify.eyes.${value}`) }))}
          onChange={(event) => setFinding(event.currentTarget.value)}
        />
      </Show>
      <TextArea
        name={act === "review" ? "note" : "reason"}
        label={t(act === "review" ? "notify.eyes.note" : "notify.eyes.reason")}
        {...(act === "alone" ? { hint: t("notify.eyes.reason_hint") } : {})}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
