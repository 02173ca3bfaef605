const KEY = 'client-lifecycle:scheme';

/** A button between light and dark, which begins with what the system prefers. */
export function themeButton(button: HTMLButtonElement): void {
  const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
  let chosen = localStorage.getItem(KEY);
  const isDark = (): boolean => (chosen ? chosen === 'dark' : prefersDark.matches);
  const show = (): void => {
    document.documentElement.style.colorScheme = isDark() ? 'dark' : 'light';
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', isDark() ? 'Light colours' : 'Dark colours');
  };
  button.addEventListener('click', () => {
    chosen = isDark() ? 'light' : 'dark';
    localStorage.setItem(KEY, chosen);
    show();
  });
  prefersDark.addEventListener('change', show);
  show();
}
