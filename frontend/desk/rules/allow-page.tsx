// The allow-list: what is known to be harmless here, why, who answers for it, until when, and how much it held back.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { AllowEntryView } from "../../../backend/triage/rules/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant, formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { AllowDialog } from "./allow-dialog.tsx";
import { createLoaded } from "./create-loaded.ts";
import { PageState } from "./page-state.tsx";
import { RuleReasonDialog } from "./rule-reason-dialog.tsx";
import { RulesNav } from "./rules-nav.tsx";
import "../../shell/lists/lists.css";
import "./rules.css";

export function AllowPage(): JSX.Element {
  const t = useWords();
  const list = createLoaded<{ entries: AllowEntryView[]; can: { change: boolean } }>(() => "/api/v1/allow-entries");
  const [isAdding, setAdding] = createSignal(false);
  const [changed, setChanged] = createSignal<AllowEntryView>();
  const [ended, setEnded] = createSignal<AllowEntryView>();
  const done = (): void => {
    setAdding(false);
    setChanged(undefined);
    setEnded(undefined);
    showToast({ text: t("rules.done.allow") });
    list.load();
  };
  return (
    <main class="page list-page rules-page">
      <RulesNav />
      <header class="page-head">
        <div>
          <h1>{t("rules.nav.allow_list")}</h1>
          <p class="quiet-text">{t("rules.allow.text")}</p>
        </div>
        <Show when={list.answer()?.can.change}>
          <Button look="main" onClick={() => setAdding(true)}>
            {t("rules.allow.add")}
          </Button>
        </Show>
      </header>
      <PageState of={list}>
        {(answer) => (
          <Show
            when={answer().entries.length > 0}
            fallback={<Empty title={t("rules.allow.none")} text={t("rules.allow.none_hint")} />}
          >
            <ul class="entries allow-entries">
              <For each={answer().entries}>
                {(entry) => (
                  <li class="entry" data-ended={entry.isLive ? undefined : ""}>
                    <div class="entry-words">
                      <p>
                        <b>{sayWhat(t, entry)}</b>{" "}
                        <Tag tone={entry.isLive ? "low" : "plain"}>
                          {t(entry.isLive ? "rules.allow.live" : "rules.allow.over")}
                        </Tag>
                      </p>
                      <p>{t("desk.quote", { text: entry.reason })}</p>
                      <p class="quiet-text small-text">
                        {t("rules.allow.facts", {
                          owner: entry.owner.name,
                          maker: entry.createdBy.name,
                          from: formatInstant(entry.createdAt),
                          until: formatInstant(entry.endedAt ?? entry.expiresAt),
                        })}{" "}
                        · {t("rules.allow.held", { count: entry.held, number: formatNumber(entry.held) })}
                        {entry.endReason === "" ? "" : ` · ${entry.endReason}`}
                      </p>
                    </div>
                    <Show when={answer().can.change && entry.isLive}>
                      <div class="acts">
                        <Button isSmall look="quiet" onClick={() => setChanged(entry)}>
                          {t("rules.allow.change")}
                        </Button>
                        <Button isSmall look="quiet" onClick={() => setEnded(entry)}>
                          {t("rules.do.end_entry")}
                        </Button>
                      </div>
                    </Show>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        )}
      </PageState>
      <Show when={isAdding()}>
        <AllowDialog onClose={() => setAdding(false)} onDone={done} />
      </Show>
      <Show when={changed()} keyed>
        {(entry) => <AllowDialog entry={entry} onClose={() => setChanged(undefined)} onDone={done} />}
      </Show>
      <Show when={ended()} keyed>
        {(entry) => (
          <RuleReasonDialog
            act="end_entry"
            onClose={() => setEnded(undefined)}
            run={async (reason) => void (await apiPost(`/api/v1/allow-entries/${entry.id}/end`, { reason }))}
            onDone={done}
          />
        )}
      </Show>
    </main>
  );
}

function sayWhat(t: ReturnType<typeof useWords>, { rule, value }: AllowEntryView): string {
  const name = rule ? (rule.title ?? rule.name) : "";
  if (rule && value) return t("rules.allow.rule_on_value", { rule: name, value: value.value });
  if (rule) return t("rules.allow.rule", { rule: name });
  return t("rules.allow.value", { value: value?.value ?? "" });
}
