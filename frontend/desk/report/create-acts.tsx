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
import { me } from "../../shell/session.ts";
import { actOnEach, reportCall, type Target, tellOutcome } from "./act-on-reports.ts";
import { AssignDialog } from "./assign-dialog.tsx";
import { JoinDialog } from "./join-dialog.tsx";
import { ReasonDialog } from "./reason-dialog.tsx";
import { SnoozeDialog } from "./snooze-dialog.tsx";

export interface ActsInput {
  targets: () => Target[];
  /** Rights of the open report; for several the server decides one by one. */
  can?: () => ReportPage["can"] | undefined;
  similar?: () => ReportPage["similar"];
  onActed: (ids: ReadonlySet<string>, hasEnded: boolean) => void;
}

type DialogName = "reject" | "close" | "snooze" | "assign" | "join";

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
  const allowed = (name: keyof ReportPage["can"]) => () => hasTargets() && (input.can?.()?.[name] ?? true);
  const idsOf = (targets: readonly Target[]) => new Set(targets.map((target) => target.id));

  const run = async (
    verb: string,
    call: (target: Target) => Promise<unknown>,
    undoCall?: (target: Target) => Promise<unknown>,
    hasEnded = false,
  ): Promise<void> => {
    const targets = input.targets();
    setOpen(undefined);
    setBusy(true);
    const outcome = await actOnEach(targets, call);
    setBusy(false);
    const undo =
      undoCall &&
      (async () => {
        tellOutcome("undone", await actOnEach(outcome.done, undoCall));
        input.onActed(idsOf(outcome.done), false);
      });
    tellOutcome(verb, outcome, undo);
    input.onActed(idsOf(outcome.done), hasEnded && outcome.done.length > 0);
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
      (target) => reportCall(target, "assign", { personId }),
      (target) => reportCall(target, "assign", { personId: target.assignedTo?.id ?? null }),
    );
  const act = (id: string, key: string, isOn: () => boolean, start: () => void): Act => ({
    id,
    label: () => t(`desk.act.${id}`),
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
      act("close", "KeyE", allowed("close"), () => setOpen("close")),
    ],
    dialogs: () => (
      <>
        <ReasonDialog
          isOpen={open() === "reject"}
          kind="reject"
          onClose={() => setOpen(undefined)}
          onDone={(reason) =>
            void run(
              "rejected",
              (target) => reportCall(target, "reject", { reason }),
              (target) => reportCall(target, "reopen"),
              true,
            )
          }
        />
        <ReasonDialog
          isOpen={open() === "close"}
          kind="close"
          onClose={() => setOpen(undefined)}
          onDone={(reason) =>
            void run(
              "closed",
              (target) => reportCall(target, "close", { reason }),
              (target) => reportCall(target, "reopen"),
              true,
            )
          }
        />
        <SnoozeDialog
          isOpen={open() === "snooze"}
          isAsleep={input
            .targets()
            .some((target) => target.snoozedUntil !== null && new Date(target.snoozedUntil) > new Date())}
          onClose={() => setOpen(undefined)}
          onDone={(until) =>
            void run(
              until === null ? "woken" : "snoozed",
              (target) => reportCall(target, "snooze", { until }),
              (target) => reportCall(target, "snooze", { until: target.snoozedUntil }),
              until !== null,
            )
          }
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
