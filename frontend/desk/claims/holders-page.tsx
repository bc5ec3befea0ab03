// "Who held this at that time?": every layer with its proof and disputes, as the register says it now or said it on another day.
import { A, useSearchParams } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { HolderLayer, WhoHeldAnswer } from "../../../backend/registry/claims/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { ClaimStateTags } from "../../shell/claims/claim-state.tsx";
import { createSending } from "../../shell/claims/create-sending.ts";
import { sayPeriod } from "../../shell/claims/say-claims.ts";
import { Refusal } from "../../shell/forms/refusal.tsx";
import "../../shell/claims/claims.css";

export function HoldersPage(): JSX.Element {
  const t = useWords();
  const [search] = useSearchParams<{ value?: string }>();
  const sending = createSending();
  const [value, setValue] = createSignal(search.value ?? "");
  const [at, setAt] = createSignal("");
  const [knownAt, setKnownAt] = createSignal("");
  const [answer, setAnswer] = createSignal<WhoHeldAnswer>();
  const instant = (text: string) => (text === "" ? undefined : new Date(text).toISOString());
  const ask = async (event?: Event): Promise<void> => {
    event?.preventDefault();
    setAnswer(undefined);
    await sending.run(async () => {
      setAnswer(
        await apiGet<WhoHeldAnswer>("/api/v1/registry/holders", {
          value: value().trim(),
          at: instant(at()),
          knownAt: instant(knownAt()),
        }),
      );
    });
  };
  if (search.value) void ask();
  return (
    <main class="page claims-page">
      <p>
        <A href="/claims">{t("claims.desk_title")}</A>
      </p>
      <div>
        <h1>{t("claims.ask_title")}</h1>
        <p class="quiet-text">{t("claims.ask_lead")}</p>
      </div>
      <form class="claim-form" data-asks onSubmit={(event) => void ask(event)} novalidate>
        <Refusal of={sending} />
        <div class="parties">
          <TextField
            label={t("claims.ask_value")}
            hint={t("claims.ask_value_hint")}
            value={value()}
            maxLength={500}
            spellcheck={false}
            error={sending.errorOf("value", "held")}
            onInput={(event) => setValue(event.currentTarget.value)}
          />
          <TextField
            label={t("claims.ask_at")}
            hint={t("claims.ask_at_hint")}
            type="datetime-local"
            value={at()}
            error={sending.errorOf("at")}
            onInput={(event) => setAt(event.currentTarget.value)}
          />
          <TextField
            label={t("claims.ask_known")}
            hint={t("claims.ask_known_hint")}
            type="datetime-local"
            value={knownAt()}
            error={sending.errorOf("knownAt")}
            onInput={(event) => setKnownAt(event.currentTarget.value)}
          />
        </div>
        <div>
          <Button type="submit" look="main" isBusy={sending.isBusy()}>
            {t("claims.ask")}
          </Button>
        </div>
      </form>
      <div role="status" class="claim-stack">
        <Show when={answer()}>
          {(found) => (
            <>
              <Card
                title={t("claims.layers", { value: found().asked, at: formatInstant(found().at) })}
                count={found().layers.length}
              >
                <Layers rows={found().layers} none={t("claims.layers_none")} />
              </Card>
              <Show when={found().others.length > 0}>
                <Card title={t("claims.layers_others")} count={found().others.length}>
                  <Layers rows={found().others} none="" />
                </Card>
              </Show>
            </>
          )}
        </Show>
      </div>
    </main>
  );
}

function Layers(props: { rows: HolderLayer[]; none: string }): JSX.Element {
  const t = useWords();
  return (
    <ul class="claim-rows">
      <For each={props.rows} fallback={<li class="quiet-text">{props.none}</li>}>
        {(row) => (
          <li>
            <div class="claim-words">
              <p>
                <A href={`/directory/${row.constituentId}`}>{row.name}</A>{" "}
                <A href={`/claims/${row.claimId}`} class="mono value">
                  {row.value}
                </A>
              </p>
              <p class="small-text">{sayPeriod(t, row)}</p>
              <p class="small-text quiet-text">
                {t(`claims.proofs.${row.proof}`)}
                {row.provenAt === null ? "" : ` · ${t("claims.proven_at", { at: formatInstant(row.provenAt) })}`}
                {` · ${row.source === "console" ? t("claims.from_console") : row.source}`}
              </p>
              <Show when={row.dispute}>
                {(dispute) => (
                  <p class="small-text">
                    <A href={`/disputes/${dispute().id}`}>{dispute().reference}</A>{" "}
                    {t(`claims.dispute.${dispute().state}`)}
                  </p>
                )}
              </Show>
            </div>
            <ClaimStateTags claim={row} />
          </li>
        )}
      </For>
    </ul>
  );
}
