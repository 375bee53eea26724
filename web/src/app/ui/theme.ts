import { signal } from '@angular/core';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'kronika-theme';

export const theme = signal<Theme>(stored());

/** Puts the chosen theme on the page. `system` follows the operating system. */
export function applyTheme(): void {
  const chosen = theme();
  if (chosen === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

export function chooseTheme(chosen: Theme): void {
  theme.set(chosen);
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // It lasts as long as the tab.
  }
  applyTheme();
}

function stored(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}
