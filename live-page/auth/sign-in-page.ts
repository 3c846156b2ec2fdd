import type { Language } from '../../shared/language.ts';
import { html, smallPage } from '../html.ts';
import { nameLimit } from '../limits.ts';
import { texts } from '../public/texts/all.ts';

/** The form for name and password. `returnTo` is a path of ours. */
export function signInPage(options: {
  readonly basePath: string;
  readonly language: Language;
  readonly failed: boolean;
  readonly returnTo: string;
}): string {
  const { basePath, language, failed, returnTo } = options;
  const text = texts[language].signIn;
  const action = `${basePath}/sign-in?returnTo=${encodeURIComponent(returnTo)}`;
  return smallPage({
    basePath,
    language,
    title: text.title,
    content: html`
<h1>${text.title}</h1>
${failed ? html`<p class="problem" role="alert">${text.failed}</p>` : undefined}
<form method="post" action="${action}">
<label>${text.name}<input name="name" required maxlength="${nameLimit}" autocomplete="username" autocapitalize="none" autofocus></label>
<label>${text.password}<input name="password" type="password" required maxlength="200" autocomplete="current-password"></label>
<button>${text.button}</button>
</form>`,
  });
}
