/** The same in romanised Bengali, written as most people type it; `foldRoman` makes the spellings alike (`khushi`, `kushi`; `valo`, `bhalo`). */
import type { Feelings } from "./lexicon.ts";

export const feelingsRoman: Feelings = [
  ["glad", 0.7, "mon vore gelo, khushi, khusi, khushite, anondo, anando, anondito, darun, daroon, chomotkar, oshadharon, osadharon, valobashi, valobasi, bhalobasa, shukh, sukh, shukhi, sukhi, gorbo, gorbito, fatafati, mon vore gese, mon vore geche, jitsi, jitechi, jite gesi, chance paisi, chance peyechi, chance pelam, pash korechi, pass korsi, pash korsi, pass korechi, mon valo hoye gelo, mon valo hoye gese, mon valo hoye geche"],
  ["glad", 0.5, "vallage, bhallage, vallagche, vallagtese, vallagse, job paisi, job ta paisi, chakri paisi, chakri ta paisi, chakri peyechi, valo lagche, valo lagse, valo lagtese, valo lagteche, valo lagtesi, valo lage, valo laglo, valo lagce, mon valo, mon ta valo, monta valo, moja, mojar, moza, hashi, hasi, hashchi, hashlam, kritoggo, alhamdulillah, shukria, shukriya, vaggoban, valo khobor, valo din, perechi, parsi ami, shofol, sofol, furfure"],
  ["glad", 0.4, "valo, bhalo, shundor, sundor, mishti"],
  ["calm", 0.5, "shanto, shanti, santi, nishchinto, nischinto, shosti, swosti, aram, halka lagche, halka lagse, mon shanto"],
  ["calm", 0.3, "valo achi, valo asi, valoi achi, valoi asi, thik achi, thik asi, motamuti valo"],
  ["sad", -0.6, "mon kharap, mon ta kharap, monta kharap, mn kharap, mon khrp, dukkho, dukho, dukhi, koshto, kosto, kasto, kanna, kadchi, kadtesi, kantesi, kadlam, kedechi, kedesi, kadte, kanna pacche, kanna ashche, bishonno, hotash, hotasha, monmora, mon bhenge, mon venge, venge porechi, venge porsi, depressed, depression, mara gese, mara geche, mara gesen, mara gechen, mara gelo, mara gelen, breakup, chere chole gese, chere chole geche, asha nai, asha nei, buk fete, jontrona"],
  ["sad", -0.5, "vallagena, bhallagena, vallagchena, valolagena, valolagchena, kichu valo lage na, kichui valo lage na, kichu valo lagche na, kichui valo lagche na, kichu valo lagtese na, kichui valo lagtese na, kichu valo lagse na, fail korechi, fail korsi, chakri chole gese, chakri chole geche, kharap lagche, kharap lagse, kharap lagtese, kharap lagteche, kharap lage, kharap laglo, kharap lagce, kharap din, din ta kharap, dinta kharap, oshohay, osohay, lojja, afsos, afshos, dhoka, chaka khaisi, byartho, khali khali lage, khali khali lagche, faka lage, faka lagche, betha, bytha, obhiman, oviman"],
  ["sad", -1, "more jete chai, more jete icche, morte chai, more jaite chai, bachte chai na, bachte icche kore na"],
  ["anxious", -0.6, "dushchinta, duschinta, dushcinta, udbigno, atongko, dom bondho, dishehara"],
  ["anxious", -0.5, "tension, tenshon, chintito, osthir, ostir, osthir lagche, ghabre, ghabracchi, nervous, stress, onek chap, kajer chap, porar chap, manoshik chap, chape achi, chape asi, himshim, oshanti, osanti, shamlate parchi na, samlate parsi na"],
  ["anxious", -0.3, "chinta, cinta, chintay, chap lagche, chap lagtese, chap jacche"],
  ["angry", -0.6, "rag, raag, rege, mejaj kharap, mejaj ta kharap, mejaj gorom, matha gorom, matha ta gorom, ghrina, ghenna, khepe, oshojjo, osojjo, oshojjho, jed"],
  ["angry", -0.4, "birokto, birokti, biroktikor, faltu, chup koro, hingsha, opoman, boka dise, boka diyeche"],
  ["tired", -0.5, "klanto, klanti, klanto lagche, tired, shokti nai, shokti nei, hapiye, hapiye uthechi, hapaya gesi, ghum ashe na, ghum ase na, ghum ashche na, ghum astese na, ghum ashtese na, ghum hoy na, ghum hocche na, ghum hoy nai, ghum hoyni, ghum nai, ghum nei, ghumate pari na, ghumate parchi na, ghumate partesi na, ghumate parsi na, rat jege, ar parchi na, ar parci na, ar parsi na, ar partesi na, ar partechi na, ar pari na"],
  ["tired", -0.3, "kichu korte iccha kore na, kichu korte icche kore na, iccha kore na, icche kore na, mon boshe na, mon bose na, matha dhorse, matha dhoreche, durbol, durbol lagche, ghum pacche, ghum paitese, ghum paise, ghum ghum lagche, alshemi, shorir cholche na, shorir chole na"],
  ["lonely", -0.6, "keu nai kotha bolar, keu nei kotha bolar, ekaki, ekakitto, nishongo, nisshongo, amar keu nai, amar keu nei, keu nai amar, keu nei amar, keu bujhe na, keu bojhe na, keu boje na, keu amake bojhe na, keu amake bujhe na, keu valobashe na, bondhu nai, bondhu nei, kotha bolar keu nai, kotha bolar keu nei, kotha bolar moto keu nai, kotha bolar moto keu nei"],
  ["lonely", -0.5, "eriye chole, vul bojhe, vul bujhe, eka, eka eka, ekla, akla, mone porche, mone portese, mone pore, mone porse, miss korchi, miss korsi, miss kortesi, miss kori, obohela"],
  [null, -0.5, "kharap, karap, khrp, jogonno, voyongkor, bissri, bisri, shorbonash"],
  [null, -0.3, "baje lagche, baje lagse, baje lagtese, baje din, baje obostha, oshustho, osustho, ekgheye, bore lagche, bore lagtese, bore lage, bore hocchi, bore hoitesi, kothin, matha betha, matha byatha, shorir kharap, shorir ta kharap, shorirta kharap"],
];

/** Spellings that folding would make another word of: `voy` (fear) and `boi` (book) are one there. */
export const feelingsRomanAsTyped: Feelings = [["anxious", -0.5, "voy, bhoy, bhoi, vhoy, bhoye, voye, bhoy lagche, voy lagche"]];

export const sayingsRoman = "shuvo shokal, shubho shokal, shuvo ratri, shubho ratri, valo theko, bhalo theko, valo thakben, valo thako, valo kore, bhalo kore, valo vabe, valo moto, hashir golpo, chinta koro na, cinta koro na, chinta koiro na, chinta kore dekhi, bhoyer golpo, bhoyer movie, valobashar gan, valobashar golpo";
