// What can be done with the chosen reports, with its keys and dialogs: the same for one open report and for many marked ones.
import { useNavigate } from "@solidjs/router";
import { createSignal, type JSX } from "solid-js";
import type { CaseHead } from "../../../backend/cases/model.ts";
import type { ReportPage } from "../../../backend/reporting/model.ts";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import type { Act } from "../../shell/keys.ts";
import { can, me } from "../../shell/session.ts";
import { directory } from "../data/directory.ts";
import { showPending, tellConflict } from "../lists/row-state.ts";
import { markToRead } from "../views/own-desk.ts";
import { actOnEach, type Outcome, reportCall, seenCall, type Target, tellOutcome } from "./act-on-reports.ts";
import { AssignDialog } from "./assign-dialog.tsx";
import { JoinDialog } from "./join-dialog.tsx";
import { ReasonDialog } from "./reason-dialog.tsx";
import { type Sleep, SnoozeDialog } from "./snooze-dialog.tsx";
import { type TagChange, TagsDialog } from "./tags-dialog.tsx";

export interface ActsInput {
  targets: () => Target[];
  /** Rights of the open report; for several the server decides one by one. */
  can?: () => ReportPage["can"] | undefined;
  similar?: () => ReportPage["similar"];
  onActed: (ids: ReadonlySet<string>, hasEnded: boolean) => void;
}

type DialogName = "reject" | "close" | "snooze" | "assign" | "join" | "tags";

export interface ReportActs {
  acts: () => Act[];
  dialogs: () => JSX.Element;
  isBusy: () => boolean;
}

export function createReportActs(input: ActsInput): ReportActs {
  const t = useWords();
  const navigate = useNavigate();
  const [open, setOpen] = createSignal<DialogName>();
  const [isBusy, setBusy] = createSignal(false);
  const group = () => t("desk.keys.report");
  const hasTargets = () => input.targets().length > 0 && !isBusy();
  // An ended report is tagged too: whoever may assign may tag.
  const allowed = (name: keyof ReportPage["can"] | "tag") => () =>
    hasTargets() && (name === "tag" ? can("report.assign") : (input.can?.()?.[name] ?? true));
  const idsOf = (targets: readonly Target[]) => new Set(targets.map((target) => target.id));

  const run = async (
    verb: string,
    call: (target: Target) => Promise<unknown>,
    undoCall?: (target: Target) => Promise<unknown>,
    hasEnded = false,
    shown: Parameters<typeof showPending>[1] = hasEnded ? { isGone: true } : {},
    anyway?: (target: Target) => Promise<unknown>,
  ): Promise<void> => {
    const targets = input.targets();
    const ids = targets.map((target) => target.id);
    setOpen(undefined);
    setBusy(true);
    showPending(ids, shown);
    const outcome = await actOnEach(targets, call);
    showPending(ids, undefined);
    setBusy(false);
    if (anyway) tellConflicts(verb, outcome, anyway, undoCall);
    const undo =
      undoCall &&
      (async () => {
        tellOutcome("undone", await actOnEach(outcome.done, undoCall));
        input.onActed(idsOf(outcome.done), false);
      });
    tellOutcome(verb, outcome, undo);
    input.onActed(idsOf(outcome.done), hasEnded && outcome.done.length > 0);
  };

  // Somebody else was faster: the row says who did what, and one's own act waits for a choice.
  const tellConflicts = (
    verb: string,
    outcome: Outcome,
    anyway: (target: Target) => Promise<unknown>,
    undoCall?: (target: Target) => Promise<unknown>,
  ): void => {
    for (const { target, isConflict } of outcome.refused)
      if (isConflict)
        void tellConflict(target.id, async () => {
          const again = await actOnEach([target], anyway);
          const undo =
            undoCall &&
            (async () => {
              tellOutcome("undone", await actOnEach(again.done, undoCall));
              input.onActed(idsOf(again.done), false);
            });
          tellOutcome(verb, again, undo);
          input.onActed(idsOf(again.done), false);
        });
  };

  const openCase = async (): Promise<void> => {
    const targets = input.targets();
    setBusy(true);
    try {
      const opened = await apiPost<CaseHead>("/api/v1/desk/cases", { reportIds: targets.map((target) => target.id) });
      showToast({
        text: t("desk.done.opened", { reference: opened.reference }),
        onward: { label: t("desk.done.go_to_case"), run: () => navigate(`/cases/${opened.id}`) },
      });
      input.onActed(idsOf(targets), true);
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const join = async (target: { id: string; reference: string }): Promise<void> =>
    await run(
      "joined",
      async (report) => await apiPost(`/api/v1/desk/cases/${target.id}/reports`, { reportId: report.id }),
      async (report) =>
        await apiPost(`/api/v1/desk/cases/${target.id}/reports/${report.id}/leave`, { reason: t("desk.undo") }),
      true,
    );
  const assign = async (personId: string | null): Promise<void> =>
    await run(
      "assigned",
      (target) => seenCall(target, "assign", { personId }),
      (target) => reportCall(target, "assign", { personId: target.assignedTo?.id ?? null }),
      false,
      { assignedTo: personOf(personId) },
      (target) => reportCall(target, "assign", { personId }),
    );
  const personOf = (personId: string | null) =>
    personId === null
      ? null
      : {
          id: personId,
          name: directory().people.find(({ id }) => id === personId)?.name ?? me()?.name ?? "",
        };
  const end = async (kind: "reject" | "close", reason: string): Promise<void> =>
    await run(
      kind === "reject" ? "rejected" : "closed",
      (target) => seenCall(target, kind, { reason }),
      (target) => reportCall(target, "reopen"),
      true,
      undefined,
      (target) => reportCall(target, kind, { reason }),
    );
  const snooze = async (sleep: Sleep | null): Promise<void> => {
    const body = sleep ?? { until: null };
    await run(
      sleep === null ? "woken" : "snoozed",
      (target) => seenCall(target, "snooze", body),
      (target) =>
        reportCall(target, "snooze", {
          until: target.snoozedUntil,
          ...(target.snoozedUntil !== null && target.wakesOn
            ? {
                wakesOn:
                  target.wakesOn.kind === "alike"
                    ? { kind: "alike", count: target.wakesOn.count ?? 1 }
                    : { kind: "answer" },
              }
            : {}),
        }),
      sleep !== null,
      undefined,
      (target) => reportCall(target, "snooze", body),
    );
  };
  const tag = async (change: TagChange): Promise<void> =>
    await run(
      "tagged",
      (target) => reportCall(target, "tags", change),
      (target) =>
        reportCall(target, "tags", {
          add: change.remove.filter((one) => target.tags.includes(one)),
          remove: change.add.filter((one) => !target.tags.includes(one)),
        }),
      false,
      {},
    );
  const unreadAll = async (): Promise<void> => {
    const targets = input.targets();
    tellOutcome("unread", await actOnEach(targets, async (target) => await markToRead(target.id, true)));
    input.onActed(idsOf(targets), false);
  };
  const act = (id: string, key: string, isOn: () => boolean, start: () => void): Act => ({
    id,
    label: () => t(id === "tags" || id === "unread" ? `desk-more.act.${id}` : `desk.act.${id}`),
    group,
    keys: [key],
    isOn,
    run: start,
  });

  return {
    isBusy,
    acts: () => [
      act("open_case", "Digit1", allowed("open"), () => void openCase()),
      act("join", "Digit2", allowed("join"), () => setOpen("join")),
      act("reject", "Digit3", allowed("reject"), () => setOpen("reject")),
      act("snooze", "KeyH", allowed("assign"), () => setOpen("snooze")),
      act("assign", "KeyA", allowed("assign"), () => setOpen("assign")),
      act("assign_me", "shift+KeyA", allowed("assign"), () => void assign(me()?.personId ?? null)),
      act("tags", "KeyL", allowed("tag"), () => setOpen("tags")),
      act("unread", "KeyU", hasTargets, () => void unreadAll()),
      act("close", "KeyE", allowed("close"), () => setOpen("close")),
    ],
    dialogs: () => (
      <>
        <ReasonDialog
          isOpen={open() === "reject"}
          kind="reject"
          onClose={() => setOpen(undefined)}
          onDone={(reason) => void end("reject", reason)}
        />
        <ReasonDialog
          isOpen={open() === "close"}
          kind="close"
          onClose={() => setOpen(undefined)}
          onDone={(reason) => void end("close", reason)}
        />
        <SnoozeDialog
          isOpen={open() === "snooze"}
          isAsleep={input
            .targets()
            .some((target) => target.snoozedUntil !== null && new Date(target.snoozedUntil) > new Date())}
          onClose={() => setOpen(undefined)}
          onDone={(sleep) => void snooze(sleep)}
        />
        <TagsDialog
          isOpen={open() === "tags"}
          tags={[...new Set(input.targets().flatMap((target) => target.tags))].sort()}
          onClose={() => setOpen(undefined)}
          onDone={(change) => void tag(change)}
        />
        <AssignDialog
          isOpen={open() === "assign"}
          onClose={() => setOpen(undefined)}
          onDone={(personId) => void assign(personId)}
        />
        <JoinDialog
          isOpen={open() === "join"}
          similar={input.similar?.() ?? []}
          onClose={() => setOpen(undefined)}
          onDone={(target) => void join(target)}
        />
      </>
    ),
  };
}
