// The own unlocking key: made with one touch, opened by each passkey that was added, or by a passphrase; retired when it was lost.
import { createSignal, For, type JSX, Show } from "solid-js";
import { type OwnUnlockingKey, stepUpForCustody } from "../../../backend/identity/custody/model.ts";
import type { OwnKeysView } from "../../../backend/identity/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";
import { describeUnlock } from "./describe-unlock.ts";
import { addPasskeyWrap, addPhraseWrap, type AskPhrase, makeOwnKey } from "./unlock.ts";

export function OwnKeyCard(props: {
  own: OwnUnlockingKey | null;
  keys: OwnKeysView | undefined;
  ask: AskPhrase;
  onChanged: () => void;
}): JSX.Element {
  const t = useWords();
  const [isBusy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<{ error: unknown }>();
  const [isRetiring, setRetiring] = createSignal(false);
  const run = async (work: () => Promise<void>, done: string): Promise<void> => {
    setFailure(undefined);
    setBusy(true);
    try {
      await work();
      showToast({ text: t(done) });
      props.onChanged();
    } catch (error) {
      setFailure({ error });
    } finally {
      setBusy(false);
    }
  };
  /** Own passkeys that do not open the key yet. */
  const others = (): string[] =>
    (props.keys?.passkeys ?? [])
      .filter((key) => key.blockedAt === null && !props.own?.wraps.some((wrap) => wrap.passkeyId === key.id))
      .map((key) => key.id);
  return (
    <Card title={t("sealed.own.title")}>
      <Show when={failure()}>
        {(failed) => (
          <Notice tone="problem" isAlert>
            {describeUnlock(failed().error)}
          </Notice>
        )}
      </Show>
      <Show
        when={props.own}
        fallback={
          <>
            <p>{t("sealed.own.none")}</p>
            <p>
              <Button
                look="main"
                isBusy={isBusy()}
                onClick={() => void run(async () => await makeOwnKey(props.ask), "sealed.own.made")}
              >
                {t("sealed.own.make")}
              </Button>
            </p>
          </>
        }
      >
        {(own) => (
          <>
            <p class="quiet-text small-text">
              {t("sealed.fingerprint")} <span class="mono">{own().fingerprint}</span>
            </p>
            <ul class="id-rows">
              <For each={own().wraps}>
                {(wrap) => (
                  <li>
                    <div>
                      <p class="id-name">
                        {wrap.method === "passkey"
                          ? t("sealed.own.by_passkey", { name: wrap.passkeyName ?? "" })
                          : t("sealed.own.by_phrase")}
                      </p>
                      <p class="id-line">
                        <Said>{(moment) => t("identity.me.made", { when: moment(wrap.createdAt) })}</Said>
                      </p>
                    </div>
                  </li>
                )}
              </For>
            </ul>
            <Show when={own().wraps.length < 2}>
              <Notice tone="mind">{t("sealed.own.one_way")}</Notice>
            </Show>
            <div class="custody-acts">
              <Show when={others().length > 0}>
                <Button
                  isSmall
                  isBusy={isBusy()}
                  onClick={() =>
                    void run(
                      async () => await addPasskeyWrap(own(), props.keys?.siteName ?? "", others(), props.ask),
                      "sealed.own.added",
                    )
                  }
                >
                  {t("sealed.own.add_passkey")}
                </Button>
              </Show>
              <Show when={!own().wraps.some((wrap) => wrap.method === "passphrase")}>
                <Button
                  isSmall
                  isBusy={isBusy()}
                  onClick={() => void run(async () => await addPhraseWrap(own(), props.ask), "sealed.own.added")}
                >
                  {t("sealed.own.add_phrase")}
                </Button>
              </Show>
              <Button isSmall look="danger" onClick={() => setRetiring(true)}>
                {t("sealed.own.retire")}
              </Button>
            </div>
            <Show when={isRetiring()}>
              <SureDialog
                title={t("sealed.own.retire_title")}
                text={t("sealed.own.retire_text")}
                act={t("sealed.own.retire")}
                binding={stepUpForCustody.retireKey(own().id)}
                onClose={() => setRetiring(false)}
                run={async () => {
                  await apiPost(`/api/v1/identity/me/unlocking-key/${own().id}/retire`);
                  showToast({ text: t("sealed.own.retired") });
                  props.onChanged();
                }}
              />
            </Show>
          </>
        )}
      </Show>
    </Card>
  );
}
