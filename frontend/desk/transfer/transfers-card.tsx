// To whom a case was handed over, with the receipts; the second person's word; and the way to hand it over.
import { createSignal, For, type JSX, Show } from "solid-js";
import {
  bindTransfer,
  type TransfersOfCase,
  type TransferState,
  type TransferView,
} from "../../../backend/coordination/transfer/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextArea, TextField } from "../../parts/field/field.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { createOfCase } from "../case/of-case.ts";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { hasWords, loadRoom, useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { fetchFile } from "../log/fetch-file.ts";
import { HandOverDialog } from "./hand-over-dialog.tsx";

const tones: Record<TransferState, Tone> = {
  waiting: "medium",
  sending: "indigo",
  sent: "low",
  failed: "critical",
  refused: "plain",
};

export function TransfersCard(props: { caseId: string; reference: string }): JSX.Element {
  const t = useWords();
  void loadRoom("transfer", "talking");
  // oxlint-disable-next-line solid/reactivity -- asked whenever the case changes
  const page = createOfCase<TransfersOfCase>(() => props.caseId, "transfers");
  const list = page.answer;
  // The list as it stood when the dialog was opened: a reload must not take away what somebody chooses.
  const [handing, setHanding] = createSignal<TransfersOfCase>();
  return (
    <Show when={hasWords("transfer.title")}>
      <Card
        title={t("transfer.title")}
        count={list()?.transfers.length}
        aside={
          <Show when={list()?.can.handOver}>
            <Button isSmall look="quiet" onClick={() => setHanding(list())}>
              {t("transfer.hand_over")}
            </Button>
          </Show>
        }
      >
        <ul class="side-list">
          <For
            each={list()?.transfers ?? []}
            fallback={<li class="quiet-text small-text">{page.problem() ?? t("transfer.none")}</li>}
          >
            {(one) => (
              <li>
                <Transfer one={one} onChanged={() => page.load()} />
              </li>
            )}
          </For>
        </ul>
        <Show when={handing()} keyed>
          {(of) => (
            <HandOverDialog
              caseId={props.caseId}
              reference={props.reference}
              list={of.list}
              onClose={() => setHanding(undefined)}
              onDone={() => {
                setHanding(undefined);
                page.load();
              }}
            />
          )}
        </Show>
      </Card>
    </Show>
  );
}

function Transfer(props: { one: TransferView; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const [asked, setAsked] = createSignal<"agree" | "refuse" | "reference">();
  const fetchIt = async (): Promise<void> => {
    const { id, reference } = props.one;
    try {
      await fetchFile(`/api/v1/desk/transfers/${id}/file`, {}, `${reference}.json.asc`);
    } catch (error) {
      tellProblem(error);
    }
    props.onChanged();
  };
  return (
    <>
      <p>
        <b dir="auto">{props.one.toName}</b> <span class="mono small-text">{props.one.reference}</span>
      </p>
      <p>
        <Tag tone={tones[props.one.state]}>{t(`transfer.state.${props.one.state}`)}</Tag>{" "}
        <Tag>{t(`transfer.sent_way.${props.one.way}`)}</Tag>
      </p>
      <p class="quiet-text small-text">
        {t("transfer.asked", { name: props.one.askedBy.name, when: formatInstant(props.one.askedAt) })} ·{" "}
        {props.one.fields.map((field) => t(`transfer.field.${field}`)).join(", ")}
      </p>
      <Show when={props.one.state === "sent"}>
        <p class="small-text">
          {props.one.confirmedAt === null
            ? t("transfer.not_confirmed")
            : t("transfer.confirmed", {
                name: props.one.confirmedName ?? "",
                when: formatInstant(props.one.confirmedAt),
              })}
        </p>
      </Show>
      <Show when={props.one.theirReference} keyed>
        {(reference) => <p class="small-text">{t("transfer.their_reference", { reference })}</p>}
      </Show>
      <Show when={props.one.fault ?? props.one.decideReason} keyed>
        {(text) => (
          <p class="small-text" dir="auto">
            {text}
          </p>
        )}
      </Show>
      <details>
        <summary class="small-text">{t("transfer.what_left")}</summary>
        {/* Long lines are scrolled, also with the keyboard. */}
        <pre
          class="transfer-document"
          tabindex="0"
          role="region"
          aria-label={`${t("transfer.document")} ${props.one.reference}`}
          dir="auto"
        >
          {props.one.document}
        </pre>
      </details>
      <p class="transfer-acts">
        <Show when={props.one.canDecide}>
          <Button isSmall look="main" onClick={() => setAsked("agree")}>
            {t("transfer.agree")}
          </Button>
          <Button isSmall onClick={() => setAsked("refuse")}>
            {t("transfer.refuse")}
          </Button>
        </Show>
        <Show when={props.one.way === "file" && props.one.state === "sent"}>
          <Button isSmall onClick={() => void fetchIt()}>
            {t("transfer.fetch")}
          </Button>
        </Show>
        <Show when={props.one.state === "sent"}>
          <Button isSmall look="quiet" onClick={() => setAsked("reference")}>
            {t("transfer.note_reference")}
          </Button>
        </Show>
      </p>
      <Show when={asked()} keyed>
        {(what) => (
          <TransferDialog
            one={props.one}
            what={what}
            onClose={() => setAsked(undefined)}
            onDone={() => props.onChanged()}
          />
        )}
      </Show>
    </>
  );
}

function TransferDialog(props: {
  one: TransferView;
  what: "agree" | "refuse" | "reference";
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const [text, setText] = createSignal("");
  const { id, toName } = props.one;
  const { what } = props;
  const title = t(what === "reference" ? "transfer.note_reference" : `transfer.${what}`);
  const send = async (): Promise<void> => {
    if (what === "reference") await apiPost(`/api/v1/desk/transfers/${id}/reference`, { theirReference: text() });
    else
      await apiPost(
        `/api/v1/desk/transfers/${id}/decision`,
        what === "agree" ? { decision: "agree" } : { decision: "refuse", reason: text() },
      );
  };
  return (
    <ActDialog
      title={title}
      {...(what === "agree"
        ? { description: t("transfer.agree_hint", { name: toName }), binding: () => bindTransfer.agree(id) }
        : {})}
      act={title}
      send={send}
      onClose={() => props.onClose()}
      onDone={() => props.onDone()}
    >
      <Show when={what === "refuse"}>
        <TextArea
          name="reason"
          label={t("transfer.reason")}
          rows={2}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Show>
      <Show when={what === "reference"}>
        <TextField
          name="theirReference"
          label={t("transfer.reference_label")}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Show>
    </ActDialog>
  );
}
