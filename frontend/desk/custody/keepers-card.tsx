// Who keeps names: the custodians with the fingerprints of their keys, and the escrow key that was made offline.
import { createSignal, For, type JSX, Show } from "solid-js";
import { type CustodyView, stepUpForCustody } from "../../../backend/identity/custody/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Button } from "../../parts/button/button.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { can } from "../../shell/session.ts";
import { Refusal } from "../../shell/forms/refusal.tsx";

export function KeepersCard(props: { custody: CustodyView; onChanged: () => void }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("sealed.keepers.title")} count={props.custody.custodians.length}>
      <ul class="id-rows">
        <For
          each={props.custody.custodians}
          fallback={<li class="quiet-text small-text">{t("sealed.keepers.none")}</li>}
        >
          {(custodian) => (
            <li>
              <div>
                <p class="id-name">{custodian.name}</p>
                <Show when={custodian.key} fallback={<Tag tone="high">{t("sealed.keepers.no_key")}</Tag>}>
                  {(key) => (
                    <p class="id-line">
                      <span class="mono">{key().fingerprint}</span>
                      <span>
                        <Said>{(moment) => t("identity.me.made", { when: moment(key().createdAt) })}</Said>
                      </span>
                    </p>
                  )}
                </Show>
              </div>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}

export function EscrowCard(props: { custody: CustodyView; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [isSetting, setSetting] = createSignal(false);
  const [publicKey, setPublicKey] = createSignal("");
  const [error, setError] = createSignal<string>();
  const set = async (): Promise<void> => {
    const wanted = publicKey().trim();
    if (!/^[A-Za-z0-9_-]{43}$/.test(wanted)) return void setError(t("sealed.escrow.wrong"));
    const isDone = await act.run(stepUpForCustody.setEscrow(wanted), async () => {
      await apiPost("/api/v1/identity/custody/escrow", { publicKey: wanted });
    });
    if (!isDone) return;
    setSetting(false);
    setPublicKey("");
    showToast({ text: t("sealed.escrow.done") });
    props.onChanged();
  };
  return (
    <Card title={t("sealed.escrow.title")}>
      <Show when={props.custody.escrow} fallback={<p>{t("sealed.escrow.none")}</p>}>
        {(escrow) => (
          <>
            <p class="quiet-text small-text">
              {t("sealed.fingerprint")} <span class="mono">{escrow().fingerprint}</span>
            </p>
            <p class="quiet-text small-text">
              <Said>
                {(moment) =>
                  t("sealed.escrow.set_by", {
                    name: escrow().createdByName ?? t("desk.actor.system"),
                    when: moment(escrow().createdAt),
                  })
                }
              </Said>
            </p>
          </>
        )}
      </Show>
      <Show when={can("settings.change")}>
        <Show
          when={isSetting()}
          fallback={
            <Button isSmall onClick={() => setSetting(true)}>
              {t(props.custody.escrow ? "sealed.escrow.replace" : "sealed.escrow.set")}
            </Button>
          }
        >
          <form
            class="id-form"
            onSubmit={(event) => {
              event.preventDefault();
              void set();
            }}
          >
            <TextField
              label={t("sealed.escrow.public")}
              hint={t("sealed.escrow.hint")}
              error={error()}
              required
              autofocus
              spellcheck={false}
              value={publicKey()}
              onInput={(event) => {
                setPublicKey(event.currentTarget.value);
                setError(undefined);
              }}
            />
            <Refusal of={act} />
            <div>
              <Button type="submit" isBusy={act.isBusy()}>
                {t("sealed.escrow.set")}
              </Button>
            </div>
          </form>
        </Show>
      </Show>
    </Card>
  );
}
