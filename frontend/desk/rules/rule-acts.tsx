// What can be done with a rule now: each act asks what it needs, the dangerous ones for the passkey's word.
import { useNavigate } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { type RulePage, ruleLimits, ruleStepUpFor } from "../../../backend/triage/rules/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";
import { type Act, keyName, offerActs } from "../../shell/keys.ts";
import { can as mayStart } from "../../shell/session.ts";
import { RuleReasonDialog } from "./rule-reason-dialog.tsx";
import { TrialDialog } from "./trial-dialog.tsx";

const acts = ["submit", "trial", "ask", "approve", "refuse", "alone", "quarantine", "retire"] as const;
type Asked = (typeof acts)[number];

export function RuleActs(props: {
  rule: RulePage;
  onChanged: () => void;
  onEdit: () => void;
  onTrial: (trialId: string) => void;
}): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [asked, setAsked] = createSignal<Asked>();
  const root = () => `/api/v1/rules/${props.rule.id}`;
  const latest = () => props.rule.versions[0]?.version ?? 0;
  const can = () => props.rule.can;
  const waiting = () => props.rule.publication;
  const done = (key: string): void => {
    setAsked(undefined);
    showToast({ text: t(`rules.done.${key}`) });
    props.onChanged();
  };
  const close = (): undefined => setAsked(undefined);
  const beginDraft = async (): Promise<void> => {
    try {
      await apiPost(`${root()}/draft`, { fromVersion: latest() });
      props.onEdit();
    } catch (error) {
      tellProblem(error);
    }
  };
  const submit = async (): Promise<void> => {
    try {
      await apiPost(`${root()}/submit`, { version: props.rule.draft?.version ?? 1 });
      done("submit");
    } catch (error) {
      tellProblem(error);
    }
  };
  const offered = (): (Act & { look?: "main" | "danger" })[] => {
    const group = () => t("rules.one");
    const act = (id: Asked, key: string, isOn: boolean, look?: "main" | "danger") => ({
      id,
      label: () => t(`rules.do.${id}`),
      group,
      keys: [key],
      isOn: () => isOn,
      run: () => (id === "submit" ? void submit() : setAsked(id)),
      ...(look ? { look } : {}),
    });
    return [
      {
        id: "edit",
        label: () => t(can().editDraft ? "rules.do.edit" : "rules.do.begin_draft"),
        group,
        keys: ["KeyE"],
        isOn: () => can().editDraft || can().revive,
        run: () => (can().editDraft ? props.onEdit() : void beginDraft()),
      },
      act("submit", "KeyS", can().submit, "main"),
      act("trial", "KeyT", can().startTrial),
      {
        id: "hunt",
        label: () => t("rules.do.hunt"),
        group,
        keys: ["KeyH"],
        isOn: () => mayStart("hunt.start") && latest() > 0,
        run: () => navigate(`/hunts?rule=${props.rule.id}`),
      },
      act("approve", "KeyA", can().approve, "main"),
      act("refuse", "KeyR", waiting()?.state === "waiting"),
      act("ask", "KeyP", can().ask, "main"),
      act("alone", "KeyO", can().publishAlone),
      act("quarantine", "KeyQ", can().quarantine, "danger"),
      act("retire", "KeyX", can().retire, "danger"),
    ];
  };
  offerActs(offered);
  const isAsked = (name: Asked) => asked() === name;
  return (
    <>
      <div class="acts" role="toolbar" aria-label={t("rules.acts_label")}>
        <For each={offered().filter((act) => act.isOn?.() ?? true)}>
          {(act) => (
            <Button look={act.look ?? "plain"} hint={keyName(act.keys)} onClick={() => act.run()}>
              {act.label()}
            </Button>
          )}
        </For>
      </div>
      <Show when={isAsked("trial")}>
        <TrialDialog
          path={`${root()}/trials`}
          body={{ version: latest() }}
          onClose={close}
          onDone={(trialId) => {
            setAsked(undefined);
            props.onTrial(trialId);
          }}
        />
      </Show>
      <Show when={isAsked("ask")}>
        <RuleReasonDialog
          act="ask"
          onClose={close}
          run={async (reason) => void (await apiPost(`${root()}/publication`, { version: latest(), reason }))}
          onDone={() => done("ask")}
        />
      </Show>
      <Show when={isAsked("alone")}>
        <RuleReasonDialog
          act="alone"
          hours={ruleLimits.aloneHours}
          binding={ruleStepUpFor.publishAlone(props.rule.id, latest())}
          onClose={close}
          run={async (reason) => void (await apiPost(`${root()}/publication/alone`, { version: latest(), reason }))}
          onDone={() => done("alone")}
        />
      </Show>
      <Show when={isAsked("approve") && waiting()}>
        {(publication) => (
          <SureDialog
            title={t("rules.do.approve")}
            text={t("rules.approve_text")}
            act={t("rules.do.approve")}
            binding={ruleStepUpFor.approve(publication().id, props.rule.id, versionOf(props.rule, publication().id))}
            onClose={close}
            run={async () => {
              await apiPost(`${root()}/publication/approve`, { publicationId: publication().id });
              done("approve");
            }}
          />
        )}
      </Show>
      <Show when={isAsked("refuse") && waiting()}>
        {(publication) => (
          <RuleReasonDialog
            act="refuse"
            onClose={close}
            run={async (reason) =>
              void (await apiPost(`${root()}/publication/refuse`, { publicationId: publication().id, reason }))
            }
            onDone={() => done("refuse")}
          />
        )}
      </Show>
      <For each={["quarantine", "retire"] as const}>
        {(name) => (
          <Show when={isAsked(name)}>
            <RuleReasonDialog
              act={name}
              isDanger
              onClose={close}
              run={async (reason) => void (await apiPost(`${root()}/${name}`, { reason }))}
              onDone={() => done(name)}
            />
          </Show>
        )}
      </For>
    </>
  );
}

function versionOf(rule: RulePage, publicationId: string): number {
  return rule.publications.find(({ id }) => id === publicationId)?.version ?? 0;
}
