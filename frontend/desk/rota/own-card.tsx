// How one is reached, and the own shifts in one's calendar.
import { createSignal, type JSX, Show } from "solid-js";
import type { RotaView } from "../../../backend/reporting/rota/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField, Tick } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiDelete, apiPost, apiPut } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { can } from "../../shell/session.ts";

export function OwnCard(props: { view: RotaView; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const [phone, setPhone] = createSignal(props.view.own.phone ?? "");
  const [takesTexts, setTexts] = createSignal(props.view.own.takesTexts);
  const [address, setAddress] = createSignal<string>();
  const run = async (act: () => Promise<unknown>, said: string): Promise<void> => {
    const { onChanged } = props;
    try {
      await act();
      showToast({ text: said });
      onChanged();
    } catch (error) {
      tellProblem(error);
    }
  };
  const make = async (): Promise<void> => {
    const made = await apiPost<{ address: string }>("/api/v1/rota/feed", { language: currentLanguage() });
    setAddress(made.address);
  };
  return (
    <Show when={can("duty.alarm")}>
      <Card title={t("rota.own")}>
        <form
          class="rota-form"
          novalidate
          onSubmit={(event) => {
            event.preventDefault();
            const body = { phone: phone().trim() === "" ? null : phone().trim(), takesTexts: takesTexts() };
            void run(async () => await apiPut("/api/v1/rota/reach", body), t("rota.saved"));
          }}
        >
          <TextField
            label={t("rota.own.phone")}
            hint={t("rota.own.mail")}
            type="tel"
            value={phone()}
            onInput={(event) => setPhone(event.currentTarget.value)}
          />
          <Tick label={t("rota.own.texts")} checked={takesTexts()} onChange={setTexts} />
          <div class="rota-acts">
            <Button type="submit">{t("rota.save")}</Button>
          </div>
        </form>
        <h3>{t("rota.feed")}</h3>
        <Show when={address()}>
          <p class="small-text">{t("rota.feed.made")}</p>
          <p class="mono rota-address">{address()}</p>
        </Show>
        <div class="rota-acts">
          <Button isSmall onClick={() => void run(make, t("rota.saved"))}>
            {t("rota.feed.make")}
          </Button>
          <Show when={props.view.own.hasFeed}>
            <Button
              isSmall
              onClick={() =>
                void run(async () => {
                  await apiDelete("/api/v1/rota/feed");
                  setAddress(undefined);
                }, t("rota.feed.stopped"))
              }
            >
              {t("rota.feed.stop")}
            </Button>
          </Show>
        </div>
      </Card>
    </Show>
  );
}
