// Acts on the marked cases: given to somebody, let wait, worked on again; each is asked for on its own, and the whole can be taken back.
import { createSignal, type JSX } from "solid-js";
import type { ChangeCase, CaseHead } from "../../../backend/cases/model.ts";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPatch, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { type Act, offerActs } from "../../shell/keys.ts";
import { can, me } from "../../shell/session.ts";
import { BulkFrame } from "../lists/bulk-frame.tsx";
import { actOnEach, tellRefused } from "../report/act-on-reports.ts";
import { AssignDialog } from "../report/assign-dialog.tsx";
import { type TagChange, TagsDialog } from "../report/tags-dialog.tsx";

export interface CaseTarget {
  id: string;
  reference: string;
  version: number;
  status: string;
  owner: { id: string; name: string } | null;
  tags: string[];
}
type Change = Pick<ChangeCase, "status" | "ownerId">;

export function CaseBulk(props: {
  targets: CaseTarget[];
  of: string | undefined;
  onDone: () => void;
  onClear: () => void;
}): JSX.Element {
  const t = useWords();
  const [isAssigning, setAssigning] = createSignal(false);
  const [isTagging, setTagging] = createSignal(false);
  const [isBusy, setBusy] = createSignal(false);
  const change = async (target: CaseTarget, wanted: Change, version: number): Promise<CaseHead> =>
    await apiPatch<CaseHead>(`/api/v1/desk/cases/${target.id}`, { ...wanted, version });
  /** Asks for each on its own; says what was done, with its way back, and what was refused. */
  const each = async (
    verb: "assigned" | "changed",
    act: (target: CaseTarget) => Promise<unknown>,
    undoOne: (target: CaseTarget) => Promise<unknown>,
  ): Promise<void> => {
    const targets = props.targets;
    setAssigning(false);
    setTagging(false);
    setBusy(true);
    const outcome = await actOnEach(targets, act);
    setBusy(false);
    const undo = async (): Promise<void> => {
      const back = await actOnEach(outcome.done, undoOne);
      if (back.done.length > 0) showToast({ text: t("views.case_done.undone_many", { count: back.done.length }) });
      if (back.refused.length > 0) tellRefused(back);
      props.onDone();
    };
    if (outcome.done.length > 0)
      showToast({ text: t(`views.case_done.${verb}_many`, { count: outcome.done.length }), undo: () => void undo() });
    if (outcome.refused.length > 0) tellRefused(outcome, undo);
    props.onDone();
  };
  const run = async (
    verb: "assigned" | "changed",
    wanted: Change,
    former: (target: CaseTarget) => Change,
  ): Promise<void> => {
    const versions = new Map<string, number>();
    await each(
      verb,
      async (target) => versions.set(target.id, (await change(target, wanted, target.version)).version),
      async (target) => await change(target, former(target), versions.get(target.id) ?? target.version),
    );
  };
  const assign = async (ownerId: string | null): Promise<void> =>
    await run("assigned", { ownerId }, (target) => ({ ownerId: target.owner?.id ?? null }));
  const tag = async (wanted: TagChange): Promise<void> => {
    const call = async (target: CaseTarget, body: TagChange): Promise<unknown> =>
      await apiPost(`/api/v1/desk/cases/${target.id}/tags`, body);
    await each(
      "changed",
      async (target) => await call(target, wanted),
      async (target) =>
        await call(target, {
          add: wanted.remove.filter((one) => target.tags.includes(one)),
          remove: wanted.add.filter((one) => !target.tags.includes(one)),
        }),
    );
  };
  const group = () => t("desk.keys.cases");
  const isOn = () => can("case.change") && props.targets.length > 0 && !isBusy();
  const formerStatus = (target: CaseTarget): Change => ({ status: target.status === "waiting" ? "waiting" : "open" });
  const acts = (): Act[] => [
    { id: "assign", label: () => t("desk.act.assign"), group, keys: ["KeyA"], isOn, run: () => setAssigning(true) },
    {
      id: "assign_me",
      label: () => t("desk.act.assign_me"),
      group,
      keys: ["shift+KeyA"],
      isOn,
      run: () => void assign(me()?.personId ?? null),
    },
    { id: "tags", label: () => t("desk-more.act.tags"), group, keys: ["KeyL"], isOn, run: () => setTagging(true) },
    {
      id: "case_waiting",
      label: () => t("views.keys.case_waiting"),
      group,
      keys: ["KeyH"],
      isOn,
      run: () => void run("changed", { status: "waiting" }, formerStatus),
    },
    {
      id: "case_open",
      label: () => t("views.keys.case_open"),
      group,
      keys: ["KeyU"],
      isOn,
      run: () => void run("changed", { status: "open" }, formerStatus),
    },
  ];
  offerActs(acts);
  return (
    <BulkFrame
      label={t("views.bulk.cases")}
      count={props.targets.length}
      of={props.of}
      acts={acts()}
      isOff={!isOn()}
      onClear={() => props.onClear()}
    >
      <TagsDialog
        isOpen={isTagging()}
        tags={[...new Set(props.targets.flatMap((target) => target.tags))].sort()}
        onClose={() => setTagging(false)}
        onDone={(wanted) => void tag(wanted)}
      />
      <AssignDialog isOpen={isAssigning()} onClose={() => setAssigning(false)} onDone={(id) => void assign(id)} />
    </BulkFrame>
  );
}
