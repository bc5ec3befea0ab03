// Language, look, keys, own passkeys, and the way out.
import { useNavigate } from "@solidjs/router";
import type { JSX } from "solid-js";
import { Menu } from "../parts/menu/menu.tsx";
import { apiPost } from "../platform/api.ts";
import { readerZone } from "../platform/format.ts";
import { switchTheme, theme, themes } from "../platform/theme.ts";
import { areTimesFull, switchTimes } from "../platform/full-times.ts";
import { currentTag, offeredLanguages, switchLanguage, useWords } from "../platform/words.ts";
import { forgetTyped } from "../platform/typed.ts";
import { forgetDrafts } from "./data/drafts.ts";
import { tellProblem } from "./data/tell-problem.ts";
import { leaveFor } from "./forms/leave-guard.tsx";
import { tellOtherTabs } from "./forms/other-tabs.ts";
import { actFor } from "./act-for.ts";
import { areKeysOff, switchKeys } from "./keys.ts";
import { homeOf, roomHere } from "./room.ts";
import { me } from "./session.ts";

export function AccountMenu(props: { name: string; onHelp: () => void }): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const signOut = async (): Promise<void> => {
    try {
      await apiPost("/api/v1/identity/sign-out");
      forgetDrafts();
      forgetTyped();
      tellOtherTabs("out");
      // A full load, so that nothing of the session stays in memory.
      window.location.assign(`/${roomHere()}/sign-in`);
    } catch (error) {
      tellProblem(error);
    }
  };
  const switchTo = async (organisationId: string): Promise<void> => {
    try {
      await actFor(organisationId);
      tellOtherTabs("in");
      // A full load as well: what was read for the one organisation is not shown to the other.
      window.location.assign(homeOf(me()));
    } catch (error) {
      tellProblem(error);
    }
  };
  const others = () => me()?.organisations ?? [];
  return (
    <div class="account">
      <Menu
        name={`${currentTag().toUpperCase()} · ${t("desk.account.language")}`}
        label={currentTag().toUpperCase()}
        items={offeredLanguages().map(({ tag, name }) => ({
          label: name,
          isOn: currentTag() === tag,
          run: () => void switchLanguage(tag),
        }))}
      />
      <Menu
        name={t("desk.account.menu", { name: props.name })}
        label={<span class="account-name">{props.name}</span>}
        items={[
          { label: t("desk.account.keys"), run: () => navigate("/me") },
          { label: t("desk.keys.help"), hint: "?", run: () => props.onHelp() },
          {
            label: t("desk.account.single_keys"),
            isOn: !areKeysOff(),
            isTick: true,
            run: () => switchKeys(!areKeysOff()),
          },
          {
            label: t("desk.account.full_times"),
            isOn: areTimesFull(),
            isTick: true,
            run: () => switchTimes(!areTimesFull()),
          },
          ...themes.map((name, index) => ({
            label: t(`desk.theme.${name}`),
            isOn: theme() === name,
            ...(index === 0 ? { under: t("desk.account.look") } : {}),
            run: () => switchTheme(name),
          })),
          ...(others().length > 1 ? others() : []).map((organisation, index) => ({
            label: organisation.name,
            isOn: organisation.id === me()?.organisation.id,
            ...(index === 0 ? { under: t("identity.choose.menu") } : {}),
            run: () => leaveFor(() => void switchTo(organisation.id)),
          })),
          {
            label: t("desk.account.sign_out"),
            under: t("desk.account.zone", { zone: readerZone() }),
            run: () => leaveFor(() => void signOut()),
          },
        ]}
      />
    </div>
  );
}
