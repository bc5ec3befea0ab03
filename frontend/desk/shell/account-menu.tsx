// Language, look, keys, own passkeys, and the way out.
import { useNavigate } from "@solidjs/router";
import type { JSX } from "solid-js";
import { Menu } from "../../parts/menu/menu.tsx";
import { apiPost } from "../../platform/api.ts";
import { readerZone } from "../../platform/format.ts";
import { switchTheme, theme, themes } from "../../platform/theme.ts";
import { currentLanguage, switchLanguage, useWords, wordsLanguages } from "../../platform/words.ts";
import { forgetDrafts } from "../data/drafts.ts";
import { tellProblem } from "../data/tell-problem.ts";
import { areKeysOff, switchKeys } from "./keys.ts";

export function AccountMenu(props: { name: string; onHelp: () => void }): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const signOut = async (): Promise<void> => {
    try {
      await apiPost("/api/v1/identity/sign-out");
      forgetDrafts();
      // A full load, so that nothing of the session stays in memory.
      window.location.assign("/desk/sign-in");
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <div class="account">
      <Menu
        name={`${currentLanguage().toUpperCase()} · ${t("desk.account.language")}`}
        label={currentLanguage().toUpperCase()}
        items={wordsLanguages.map((language) => ({
          label: t(`common.language.${language}`),
          isOn: currentLanguage() === language,
          run: () => void switchLanguage(language),
        }))}
      />
      <Menu
        name={t("desk.account.menu", { name: props.name })}
        label={<span class="account-name">{props.name}</span>}
        items={[
          { label: t("desk.account.keys"), run: () => navigate("/me") },
          { label: t("desk.keys.help"), hint: "?", run: () => props.onHelp() },
          { label: t("desk.account.single_keys"), isOn: !areKeysOff(), run: () => switchKeys(!areKeysOff()) },
          ...themes.map((name, index) => ({
            label: t(`desk.theme.${name}`),
            isOn: theme() === name,
            ...(index === 0 ? { under: t("desk.account.look") } : {}),
            run: () => switchTheme(name),
          })),
          {
            label: t("desk.account.sign_out"),
            under: t("desk.account.zone", { zone: readerZone() }),
            run: () => void signOut(),
          },
        ]}
      />
    </div>
  );
}
