// The shift: the last word and who has read it, what stands open now, and the form that hands it over.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, onCleanup, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { HandoverHead, ShiftNow } from "../../../backend/reporting/handover/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { TextArea, TextField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { onChange } from "../../shell/data/live.ts";
import { describeProblem, tellProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import { OpenItems } from "./open-items.tsx";
import { WordCard } from "./word-card.tsx";

export function HandoverPage(): JSX.Element {
  const t = useWords();
  const [shift, { refetch }] = createResource(async () => await apiGet<ShiftNow>("/api/v1/desk/shift"));
  const [list, { refetch: refetchList }] = createResource(
    async () => (await apiGet<{ rows: HandoverHead[] }>("/api/v1/desk/handovers")).rows,
  );
  const reload = (): void => {
    void refetch();
    void refetchList();
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(onChange(() => (timer ??= setTimeout(() => ((timer = undefined), void refetch()), 2_000))));
  onCleanup(() => clearTimeout(timer));
  const here = () => (shift.error === undefined ? shift.latest : undefined);
  const earlier = () => (list.error === undefined ? (list.latest ?? []).slice(1) : []);
  return (
    <PageFrame
      title={t("handover.title")}
      text={t("handover.lead")}
      state={shift.error !== undefined ? "failed" : here() ? "ready" : "loading"}
      problem={shift.error === undefined ? "" : describeProblem(shift.error)}
      hasMore={false}
      onMore={() => undefined}
      onAgain={reload}
    >
      <div class="shift-page">
        <Show when={here()?.last}>
          {(last) => <WordCard head={last()} title={t("handover.last")} onRead={reload} />}
        </Show>
        <section aria-label={t("handover.now")}>
          <h2>{t("handover.now")}</h2>
          <Show when={(here()?.items.length ?? 0) > 0} fallback={<Empty title={t("handover.nothing")} text="" />}>
            <OpenItems items={here()?.items ?? []} />
          </Show>
        </section>
        <Show when={can("shift.hand_over")}>
          <HandOverForm onDone={reload} />
        </Show>
        <Show when={earlier().length > 0}>
          <Card title={t("handover.earlier")} count={earlier().length}>
            <ul class="shift-earlier">
              <For each={earlier()}>
                {(one) => (
                  <li>
                    <A href={`/handover/${one.id}`}>
                      <Said>
                        {(moment) => t("handover.by", { name: one.writtenBy?.name ?? "", when: moment(one.writtenAt) })}
                      </Said>
                    </A>
                  </li>
                )}
              </For>
            </ul>
          </Card>
        </Show>
      </div>
    </PageFrame>
  );
}

function HandOverForm(props: { onDone: () => void }): JSX.Element {
  const t = useWords();
  const [note, setNote] = createSignal("");
  const [nextAt, setNextAt] = createSignal("");
  const [error, setError] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const send = async (): Promise<void> => {
    if (note().trim() === "") {
      setError(t("handover.note_missing"));
      return;
    }
    const { onDone } = props;
    setError(undefined);
    setBusy(true);
    try {
      const at = nextAt() === "" ? null : new Date(nextAt()).toISOString();
      await apiPost("/api/v1/desk/handovers", { note: note().trim(), nextAt: at });
      setNote("");
      setNextAt("");
      showToast({ text: t("handover.sent") });
      onDone();
    } catch (problem) {
      tellProblem(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={t("handover.write")}>
      <form
        class="shift-form"
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy()) void send();
        }}
      >
        <TextArea
          label={t("handover.note")}
          hint={t("handover.note_hint")}
          rows={5}
          value={note()}
          error={error()}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
        <TextField
          label={t("handover.next_at")}
          type="datetime-local"
          value={nextAt()}
          onInput={(event) => setNextAt(event.currentTarget.value)}
        />
        <Button look="main" type="submit" isBusy={isBusy()}>
          {t("handover.send")}
        </Button>
      </form>
    </Card>
  );
}
