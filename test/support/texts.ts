/** Texts that mean the same to a reader. */
export const SAME: readonly (readonly [what: string, ...texts: string[]])[] = [
  ['accents in NFC and NFD', 'Žluťoučký kůň', 'Žluťoučký kůň'.normalize('NFD'), 'ŽLUŤOUČKÝ KŮŇ'],
  ['several marks on a letter', 'Tiếng Việt', 'Tiếng Việt'.normalize('NFD'), 'TIẾNG VIỆT'.normalize('NFD')],
  ['marks in another order', 'a\u0323\u0302', 'a\u0302\u0323', 'ậ'],
  ['Hangul and its parts', '한국어 광고', '한국어 광고'.normalize('NFD')],
  ['final sigma', 'ΟΔΟΣ', 'οδος', 'οδοσ', 'Οδός'.replace('ό', 'ο')],
  ['sharp s', 'Straße', 'STRASSE', 'STRAẞE', 'strasse'],
  ['the Turkish i with and without dot', 'İstanbul', 'ISTANBUL', 'istanbul', 'ıstanbul', 'İSTANBUL'.normalize('NFD')],
  ['Cyrillic', 'Чайка Ёлка', 'чайка ёлка'.normalize('NFD'), 'ЧАЙКА ЁЛКА'],
  ['Armenian ligatures', 'և', 'եւ', 'ԵՒ'],
  ['ligatures', 'Oﬃce ﬁlm', 'OFFICE FILM'],
  ['full width', 'ＳＡＬＥ　２０２６', 'sale 2026'],
  ['half width', 'ｶﾞ', 'ガ', 'カ\u3099'],
  ['Arabic presentation forms', 'ﻋﺮﺽ', 'عرض'],
  ['what can not be seen', 'می\u200cخواهم', 'میخواهم'],
  ['a soft hyphen', 'Donau\u00addampf', 'Donaudampf'],
  ['emoji with and without variation selector', '☀️ sale', '☀ SALE'],
];
