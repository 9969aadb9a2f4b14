/**
 * Why a row of a file cannot be used, in the four languages: shown by the console and written into the file of rows to
 * mend, so that both say the same.
 */
export type ImportLanguage = 'en' | 'ru' | 'fr' | 'it';
export type InLanguages = Readonly<Record<ImportLanguage, string>>;

const words = (en: string, ru: string, fr: string, it: string): InLanguages => ({ en, ru, fr, it });

/** By the reason of a fault; a problem is one or more of `<key of the target>:<reason>`, with spaces between. */
export const problemWords: Readonly<Record<string, InLanguages>> = {
  internal: words(
    'looks like an internal number',
    'похоже на внутренний номер',
    'ressemble à un numéro interne',
    'sembra un numero interno',
  ),
  'too-short': words('too few digits', 'слишком мало цифр', 'trop peu de chiffres', 'troppo poche cifre'),
  'too-long': words('too long', 'слишком длинно', 'trop long', 'troppo lungo'),
  invalid: words(
    'no country has such a number',
    'такого номера нет ни в одной стране',
    'aucun pays n’a un tel numéro',
    'nessun paese ha un numero simile',
  ),
  'no-digits': words('holds no digits', 'нет цифр', 'ne contient aucun chiffre', 'non contiene cifre'),
  'no-email': words(
    'is no e-mail address',
    'это не адрес e-mail',
    'n’est pas une adresse e-mail',
    'non è un indirizzo e-mail',
  ),
  'unknown-owner': words(
    'nobody here has this name, e-mail or extension',
    'ни у кого здесь нет такого имени, e-mail или номера',
    'personne ici n’a ce nom, cet e-mail ou ce poste',
    'nessuno qui ha questo nome, e-mail o interno',
  ),
  'several-owners': words(
    'several people here have this name',
    'здесь несколько человек с таким именем',
    'plusieurs personnes ici portent ce nom',
    'qui più persone hanno questo nome',
  ),
  'unknown-lifecycle': words(
    'is none of your stages',
    'нет такого этапа',
    'n’est aucune de vos étapes',
    'non è una delle tue fasi',
  ),
  'unknown-time-zone': words(
    'is no known time zone',
    'неизвестный часовой пояс',
    'n’est pas un fuseau horaire connu',
    'non è un fuso orario noto',
  ),
  'no-yes-or-no': words(
    'says neither yes nor no',
    'не «да» и не «нет»',
    'ne dit ni oui ni non',
    'non dice né sì né no',
  ),
  'broken-text': words(
    'holds signs that are no text',
    'содержит знаки, которые не являются текстом',
    'contient des signes qui ne sont pas du texte',
    'contiene segni che non sono testo',
  ),
  'broken-quotes': words(
    'quotation marks are opened and not closed',
    'кавычки открыты и не закрыты',
    'des guillemets sont ouverts et non fermés',
    'virgolette aperte e non chiuse',
  ),
  missing: words('nothing to name it by', 'нечем назвать', 'rien pour la nommer', 'niente con cui nominarla'),
  'no-number': words('is no number', 'не число', 'n’est pas un nombre', 'non è un numero'),
  'no-amount': words(
    'is no amount such as 1250.50',
    'не сумма вида 1250,50',
    'n’est pas un montant comme 1250,50',
    'non è un importo come 1250,50',
  ),
  'no-date': words(
    'is no date such as 2026-11-26 or 26.11.2026',
    'не дата вида 26.11.2026 или 2026-11-26',
    'n’est pas une date comme 26/11/2026 ou 2026-11-26',
    'non è una data come 26/11/2026 o 2026-11-26',
  ),
  'unknown-choice': words(
    'is none of the choices of the field',
    'нет среди вариантов этого поля',
    'n’est aucun des choix de ce champ',
    'non è tra le scelte del campo',
  ),
  'choice-off': words(
    'is a choice that was switched off',
    'этот вариант отключён',
    'est un choix désactivé',
    'è una scelta disattivata',
  ),
  'no-link': words(
    'is no address such as https://example.com',
    'не адрес вида https://example.com',
    'n’est pas une adresse comme https://example.com',
    'non è un indirizzo come https://example.com',
  ),
  'unknown-person': words(
    'nobody in the base has this name, number or e-mail',
    'ни у кого в базе нет такого имени, номера или e-mail',
    'personne dans la base n’a ce nom, ce numéro ou cet e-mail',
    'nessuno nella base ha questo nome, numero o e-mail',
  ),
  'several-people': words(
    'several people in the base fit; give a number or an e-mail',
    'подходят несколько человек в базе; укажите номер или e-mail',
    'plusieurs personnes de la base correspondent ; indiquez un numéro ou un e-mail',
    'nella base corrispondono più persone: indica un numero o un’e-mail',
  ),
  'unknown-source': words(
    'is none of your sources',
    'нет такого источника',
    'n’est aucune de vos sources',
    'non è una delle tue fonti',
  ),
  'no-mark': words(
    'is no mark from 1 to 5',
    'не оценка от 1 до 5',
    'n’est pas une note de 1 à 5',
    'non è un voto da 1 a 5',
  ),
  'unknown-country': words(
    'is no known country',
    'неизвестная страна',
    'n’est pas un pays connu',
    'non è un paese noto',
  ),
  'unknown-kind': words('is no known kind', 'неизвестный вид', 'n’est pas un genre connu', 'non è un tipo noto'),
  'unknown-mark': words(
    'holds a word that is no known kind, mark or time zone',
    'есть слово, которое не вид, не пометка и не часовой пояс',
    'contient un mot qui n’est ni un genre, ni une mention, ni un fuseau horaire connu',
    'contiene una parola che non è un tipo, un’indicazione o un fuso orario noto',
  ),
  'no-extension': words(
    'is no extension of digits',
    'не добавочный номер из цифр',
    'n’est pas un poste en chiffres',
    'non è un interno di cifre',
  ),
  'needs-owner': words(
    'needs an owner: say in the file whose client it is',
    'нужен ответственный: укажите в файле, чей это клиент',
    'demande un responsable : indiquez dans le fichier à qui est ce client',
    'richiede un responsabile: indica nel file di chi è il cliente',
  ),
  'not-owner': words(
    'is for the owner of this client to say',
    'это решает ответственный за клиента',
    'c’est au responsable de ce client d’en décider',
    'spetta al responsabile del cliente deciderlo',
  ),
  'field-off': words(
    'the field was switched off; leave its column out',
    'поле отключено; пропустите его столбец',
    'le champ a été désactivé ; ignorez sa colonne',
    'il campo è stato disattivato: ignora la sua colonna',
  ),
};

/** By the case that decided what becomes of a row. */
export const becauseWords: Readonly<Record<string, InLanguages>> = {
  phone: words('same number', 'тот же номер', 'même numéro', 'stesso numero'),
  email: words('same e-mail', 'тот же e-mail', 'même e-mail', 'stesso e-mail'),
  name: words('same name', 'то же имя', 'même nom', 'stesso nome'),
  'same-row': words(
    'another row of the file means the same record',
    'другая строка файла означает ту же запись',
    'une autre ligne du fichier désigne la même fiche',
    'un’altra riga del file indica la stessa scheda',
  ),
  several: words(
    'fits several records',
    'подходит к нескольким записям',
    'convient à plusieurs fiches',
    'corrisponde a più schede',
  ),
  'not-yours': words(
    'a record that you may not change',
    'запись, которую вам менять нельзя',
    'une fiche que vous ne pouvez modifier',
    'una scheda che non puoi modificare',
  ),
};

/** The two columns that the file of rows to mend has besides those of the file: the reason, and the row it was. */
export const addedColumns: readonly [problem: InLanguages, row: InLanguages] = [
  words('Problem', 'Проблема', 'Problème', 'Problema'),
  words('Row', 'Строка', 'Ligne', 'Riga'),
];

/** True for the last two columns of a file of rows to mend, in any of the languages. */
export function areAdded(problem: string, row: string): boolean {
  const [first, second] = addedColumns;
  const languages = ['en', 'ru', 'fr', 'it'] as const;
  return languages.some((language) => first[language] === problem && second[language] === row);
}

/**
 * A problem in words.
 * @param field name of the target in that language
 * @example problemSentence('Phone', 'internal', 'en') // 'Phone: looks like an internal number'
 */
export function problemSentence(field: string, reason: string, language: ImportLanguage): string {
  const why = problemWords[reason]?.[language] ?? reason;
  return language === 'fr' ? `${field} : ${why}` : `${field}: ${why}`;
}

/**
 * All that is wrong with a row, in words.
 * @param fieldOf name of a target in that language
 */
export const problemSentences = (problem: string, fieldOf: (key: string) => string, language: ImportLanguage): string =>
  problem
    .split(' ')
    .map((fault) => {
      const [key = '', reason = ''] = fault.split(':');
      return problemSentence(fieldOf(key), reason, language);
    })
    .join('; ');
