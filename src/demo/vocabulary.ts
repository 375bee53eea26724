/** The names of a website's sections, each with its subsections. */
export interface Sections {
  readonly [name: string]: Sections;
}

const english: Sections = {
  News: { World: { Europe: {}, Asia: {} }, Politics: {}, Weather: {} },
  Sport: { Football: { 'Cup finals': {} }, 'Ice hockey': {}, Cycling: {} },
  Business: { Markets: {}, 'Start-ups': {} },
  Culture: { Film: {}, Books: {} },
};

const czech: Sections = {
  Zprávy: { Domácí: { Praha: {}, Brno: {} }, Zahraničí: {}, Počasí: {} },
  Sport: { Fotbal: {}, 'Lední hokej': { Extraliga: {} }, Běžky: {} },
  'Dům & zahrada': { Řemesla: {}, Květiny: {} },
  Kultura: { Divadlo: {}, 'Čtení na víkend': {} },
};

const russian: Sections = {
  Новости: { Город: { Транспорт: {} }, Мир: {}, Погода: {} },
  Спорт: { Хоккей: {}, Шахматы: {} },
  Наука: { Космос: { 'Луна 🌙': {} }, Медицина: {} },
  Еда: { Рецепты: {}, 'Чай и кофе': {} },
};

const japanese: Sections = {
  ニュース: { 国際: {}, 天気: {} },
  スポーツ: { 野球: { 高校野球: {} }, 相撲: {} },
  'グルメ 🍜': { ラーメン: {}, 和菓子: {} },
  文化: { 映画: {}, アニメ: {}, 本: {} },
};

const german: Sections = {
  Nachrichten: { Inland: {}, Ausland: {}, 'Wetter ☔': {} },
  Sport: { Fußball: { 'Zweite Liga': {} }, Rodeln: {} },
  Gärten: { Gemüse: {}, 'Bäume & Büsche': {} },
  Reisen: { Alpen: {}, Küste: { Nordsee: {}, Ostsee: {} } },
};

export const WEBSITES: readonly { readonly name: string; readonly sections: Sections }[] = [
  { name: 'The Harbour Gazette', sections: english },
  { name: 'Žluté noviny', sections: czech },
  { name: 'Городской вестник', sections: russian },
  { name: '朝霧新聞', sections: japanese },
  { name: 'Grünes Tagblatt', sections: german },
  { name: 'Matchday ⚽', sections: english },
  { name: 'Víkend na chatě', sections: czech },
  { name: 'Чайка: журнал о море', sections: russian },
];

export const PUBLISHER_NAMES: readonly string[] = [
  'Northern Light Press',
  'Vydavatelství Žlutý kůň',
  'Издательство «Северный ветер»',
  '朝霧出版',
  'Éditions de la Côte',
  'Grüner & Söhne',
  'دار النخيل',
];

export const BRANDS: readonly string[] = [
  'Krtek & syn',
  'Ørsted Optik',
  'Łódka',
  'Чайка',
  '星 Hoshi',
  'Müller Räder',
  'Café Noël',
  'Blue Whale 🐋',
  'Tučňák',
  'Zephyr',
];

export const OCCASIONS: readonly string[] = [
  'spring sale',
  'back to school',
  'Black Friday',
  'Vánoce 🎄',
  'лето ☀️',
  '新年セール',
  'for 👩‍👩‍👧 and friends',
  'last pieces',
];

/** Prices in minor units. */
export const PRODUCTS: readonly { readonly name: string; readonly sku: string; readonly price: number }[] = [
  { name: 'Hiking boots', sku: 'BOOT', price: 8_900 },
  { name: 'Enamel mug', sku: 'MUG', price: 1_250 },
  { name: 'City bike', sku: 'BIKE', price: 54_900 },
  { name: 'Čajová konvice', sku: 'POT', price: 3_400 },
  { name: 'Шерстяной шарф', sku: 'SCARF', price: 2_700 },
  { name: 'Küchenmesser', sku: 'KNIFE', price: 4_600 },
  { name: '折り紙 set', sku: 'PAPER', price: 690 },
  { name: 'Headphones 🎧', sku: 'SOUND', price: 12_900 },
  { name: 'Crème brûlée torch', sku: 'TORCH', price: 2_150 },
  { name: 'Tent for two', sku: 'TENT', price: 19_900 },
];

export const COLOURS: readonly string[] = ['Red', 'Blue', 'Olive', 'Žlutá', 'Белый', 'Naïve pink', '黒'];

export const DEMO_CURRENCIES: readonly string[] = ['EUR', 'EUR', 'EUR', 'CZK', 'USD', 'GBP', 'JPY'];
