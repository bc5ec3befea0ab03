// "Who held this at that time?": an address or a domain, an instant, and the register's answer.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { HolderAnswer } from "../../../backend/reporting/directory/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { defang } from "../data/defang.ts";
import { sayDay } from "./say-facts.ts";
import { createSending } from "./send-form.ts";
import { Refusal } from "../../shell/forms/refusal.tsx";

export function HolderQuestion(): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [value, setValue] = createSignal("");
  const [at, setAt] = createSignal("");
  const [answer, setAnswer] = createSignal<HolderAnswer>();
  const ask = async (event: Event): Promise<void> => {
    event.preventDefault();
    setAnswer(undefined);
    await sending.run(async () => {
      // The field speaks in the reader's own zone; empty means now.
      const asked = at() === "" ? new Date() : new Date(at());
      setAnswer(await apiGet("/api/v1/desk/register/holders", { value: value().trim(), at: asked.toISOString() }));
    });
  };
  return (
    <details class="holder-question">
      <summary>{t("desk.directory.ask.title")}</summary>
      <form data-asks onSubmit={(event) => void ask(event)}>
        <Refusal of={sending} />
        <TextField
          label={t("desk.directory.ask.value")}
          value={value()}
          required
          maxLength={500}
          error={sending.errorOf("value", "held")}
          onInput={(event) => setValue(event.currentTarget.value)}
        />
        <TextField
          label={t("desk.directory.ask.at")}
          hint={t("desk.directory.ask.at_hint")}
          type="datetime-local"
          value={at()}
          onInput={(event) => setAt(event.currentTarget.value)}
        />
        <Button type="submit" isBusy={sending.isBusy()}>
          {t("desk.directory.ask.act")}
        </Button>
      </form>
      <div role="status">
        <Show when={answer()}>
          {(found) => (
            <Show
              when={found().rows.length > 0}
              fallback={
                <p class="quiet-text">
                  {t("desk.directory.ask.nobody", {
                    value: defang("domain", found().asked),
                    at: sayDay(found().at),
                  })}
                </p>
              }
            >
              <p class="small-text">
                <A href={`/holders?value=${encodeURIComponent(found().asked)}`}>{t("desk.directory.ask.layers")}</A>
              </p>
              <p class="quiet-text small-text">
                {t("desk.directory.ask.held", { value: defang("domain", found().asked), at: sayDay(found().at) })}
              </p>
              <ul class="side-list">
                <For each={found().rows}>
                  {(row) => (
                    <li>
                      <A href={`/directory/${row.constituentId}`}>{row.name}</A>{" "}
                      <span class="quiet-text small-text">{t(`desk.directory.sector.${row.sector}`)}</span>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          )}
        </Show>
      </div>
    </details>
  );
}
