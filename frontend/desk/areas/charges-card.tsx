// Who has charge of which area: given with the passkey, taken back at once.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { type AreaView, type FocalAreasView, stepUpForArea } from "../../../backend/registry/areas/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { nameIn } from "../../shell/areas/name-in.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";

export function ChargesCard(props: { areas: AreaView[] }): JSX.Element {
  const t = useWords();
  const [view, { refetch }] = createResource(async () => await apiGet<FocalAreasView>("/api/v1/focal-areas"));
  const [person, setPerson] = createSignal("");
  const [area, setArea] = createSignal("");
  const act = createConfirmedAct();
  const give = async (event: Event): Promise<void> => {
    event.preventDefault();
    const isDone = await act.run(stepUpForArea.give(person(), area()), async () => {
      await apiPost("/api/v1/focal-areas", { personId: person(), areaId: area() });
    });
    if (!isDone) return;
    setPerson("");
    setArea("");
    void refetch();
  };
  const end = async (id: string): Promise<void> => {
    try {
      await apiPost(`/api/v1/focal-areas/${id}/end`);
      void refetch();
    } catch (error) {
      tellProblem(error);
    }
  };
  const known = () => (view.error ? undefined : view());
  return (
    <Card title={t("areas.charges.title")} count={known()?.charges.length}>
      <p class="quiet-text small-text">{t("areas.charges.lead")}</p>
      <ul class="side-list">
        <For each={known()?.charges} fallback={<li class="quiet-text">{t("areas.charges.none")}</li>}>
          {(charge) => (
            <li>
              <b>{charge.person.name}</b> · {nameIn(charge.areaNames, charge.areaId)}{" "}
              <span class="quiet-text small-text">
                {charge.organisation} · <Moment at={charge.givenAt} />
              </span>{" "}
              <Button isSmall look="quiet" onClick={() => void end(charge.id)}>
                {t("areas.charges.end")}
              </Button>
            </li>
          )}
        </For>
      </ul>
      <Show when={(known()?.people.length ?? 0) > 0} fallback={<p class="quiet-text">{t("areas.charges.nobody")}</p>}>
        <form class="money-fields" onSubmit={(event) => void give(event)}>
          <SelectField
            label={t("areas.charges.person")}
            value={person()}
            options={[
              { value: "", label: "–" },
              ...(known()?.people ?? []).map((one) => ({ value: one.id, label: `${one.name} (${one.organisation})` })),
            ]}
            onChange={(event) => setPerson(event.currentTarget.value)}
          />
          <SelectField
            label={t("areas.column.area")}
            value={area()}
            options={[
              { value: "", label: "–" },
              ...props.areas
                .filter(({ endedAt }) => endedAt === null)
                .map(({ id, names, level }) => ({
                  value: id,
                  label: nameIn(names, id),
                  group: t(`areas.level.${level}`),
                })),
            ]}
            onChange={(event) => setArea(event.currentTarget.value)}
          />
          <p>
            <Button type="submit" look="main" isBusy={act.isBusy()} disabled={person() === "" || area() === ""}>
              {t("areas.charges.give")}
            </Button>
          </p>
        </form>
      </Show>
      <Show when={act.problem()}>
        {(words) => (
          <Notice tone="problem" isAlert>
            {words()}
          </Notice>
        )}
      </Show>
    </Card>
  );
}
