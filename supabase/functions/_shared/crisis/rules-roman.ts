/**
 * Romanised Bengali signals, written as most people type them; `foldRoman` makes the spellings alike (`chai`, `chay`, `cay`) in text and list.
 * Matches beginnings of words unless a pattern ends with a space; a following `na` turns death patterns, life patterns hold theirs.
 */
const gap = "(?:[a-z]+ ){0,2}";
const want = "(?:c[ah]+[iey]~|chai|chay|cai|caitesi|caitasi|chaschi|chacchi|chaitesi|chaitechi|iccha|icche|ichcha|ichche|icca|icce|issa|isse|eccha|ecche|iche|icha|mon chai|mone chai|monchai|parle)".replace("c[ah]+[iey]~|", "");
const die = "(?:more|more i|morei|mori|mora|moira|moyra|mara|mre|mure)";
const go = "(?:jete|jaite|jeti|jaitay|jeite|jte|gete)";
const suicide = "(?:at+[ao]?h?m+[ao]? ?h[ao]t+h?[iye]*[aoe]|at+ho?m?o? ?hot+[iy]*[ao]|at+o ?hot+[iy]*[ao]|atm[ao]h[ao]n[ao]n|sui?cide|suiside|suisaid|susaid|susaide|suiced|sucide)";

export const deathRoman: readonly string[] = [
  `${suicide} (?:kor(?:bo|mu|um|be ami|te ${want}|te jacchi|te jassi|tesi|teci|tasi|ci |chi |si |i |ar (?:kotha|cinta|chinta|iccha|icche|chesta|plan)|e fel(?:bo|i|te))|khabo|khamu|${want})`,
  `${suicide}(?:r)? (?:kotha (?:vabi|vabchi|vabtesi|bhabi|bhabchi|mathay|mone)|chinta (?:ashe|ase|mathay|kori|kortesi)|iccha|icche)`,
  `${die} ${go} (?:amar |ami |khub |onek |shudhu |sudhu |ekhoni |ajke )*${want}`,
  `(?:iccha|icche|ichcha|issa|isse|mon|mone) (?:kore|korche|kortese|hoy|chay|hocche) (?:je |jeno |ami |ekhoni )*(?:more jai|mori |moira jai|mara jai|suicide kori)`,
  `(?:morte|mrte|mortay|morthe|morteo|mortei) (?:amar |ami |khub |onek |shudhu |sudhu |ekhoni )*${want}`,
  `${die} (?:gelei|gele|jawai|jaoai|jaoya|jawa|jaowai) (?:jeno |ami |shobai |sobai |onek |hoyto |amar )*(?:bhalo|valo|balo|shanti|santi|bachi|bachtam|mukti|uchit)`,
  `(?:more jaoa|more jawa|more jaoya|mora|mara jaoa|mara jawa) (?:chara |ta |ekhon |amar )*(?:uchit|dorkar|proyojon|upay)`,
  `${suicide} (?:kora |kor )?(?:chara|sara|cara)`,
  `(?:morlei|morle) (?:ami |shob |jeno )*(?:bachi|bachtam|shanti|valo|bhalo|mukti)`,
  `(?:mrittu|mrityu|mrittyu|mritu|moron|morn) (?:${want}|kamona|dao|hok amar|hoy na keno)`,
  `(?:morar|mrittur|mrityur|moroner) (?:${want}|kotha (?:vabi|vabchi|vabtesi|bhabi|bhabchi|mathay|mone)|upay|chesta kor)`,
  `(?:nijeke|nijere|nije ke|nijke) (?:ami |nije |ekdom )*(?:shesh kor|ses kor|sesh kor|mere fel|maira fal|mairra fal|khun kor|hotta kor|hottya kor|aghat kor|khoti kor|kat(?:i|chi|si|tesi|te|bo))`,
  `(?:jibon|jiban|jibonta|jibonta ke|life|lifeta|lifta|life ta|jibonda|jan) ${gap}(?:shesh|sesh|ses|end) kor(?:e di|e de|e fel|te ${want}|bo|mu|ei)`,
  `(?:jibon|jibonta|life|jan) (?:diye|diya) (?:dibo|debo|dimu|dite ${want})`,
  `shob(?: ?kichu)? shesh kore (?:dite ${want}|dibo|debo|dimu|felbo)`,
  `(?:golay|golai|golae) (?:dori|dorri|fash|fas|fashi|orna|roshi) (?:di|de|ni|ne|laga|badh|jhul)`,
  `(?:fash|fas|fashi|fasi|fanshi|phashi) (?:dibo|debo|dimu|nibo|nebo|nimu|dite ${want}|nite ${want}|khabo|lagabo|te jhul|diye mor)`,
  `(?:fane|fan e|fan er shathe) jhul`,
  `(?:bish|bis|bissh|bishh|poison|harpic|horpic) (?:khabo|khamu|kheye|khaiya|khete ${want}|khaite ${want}|khai |kine)`,
  `(?:ghumer )(?:oshudh|osud|oshud|ousudh|osudh|tablet|bori|pill|pills|medicine) (?:shob |onek |onekgula |beshi |ekshathe |eksathe |ek pata )+(?:khe|kha)`,
  `(?:shob|onek|onekgula|onekgulo|ek pata|beshi) (?:ghumer )?(?:oshudh|osud|oshud|osudh|tablet|bori|pill|pills|medicine) (?:ekshathe |eksathe )?(?:khe(?:ye|lam|te icc)|khabo|khamu|khaisi|khaichi)`,
  `(?:chad|chhad|chader|bridge|bridger|building|barandar|chade|roof|setu) (?:theke|thike|thekey|er upor theke|upor theke|thika) (?:niche )?(?:laf|lafh|jhap|jap|jhaap|jump|pore mor)`,
  `(?:train|trainer|train er|garir|gari r|baser|bus er|truck er|reler|rail er) (?:niche|nice|tolay|samne|shamne) (?:laf|jhap|jap|matha|gola|jump|shuye|pore mor)`,
  `(?:nodite|panite|pukure|jole) (?:jhap di|jhap de|dube mor|laf di|laf de)`,
  `(?:gola|hat|haat|haath|hater rog|rog|shira|hater shira|wrist) (?:kete (?:felbo|fel|mor)|katbo|kaatbo|katte ${want}|katteci|kattesi|katchi|kati )`,
  `(?:duniya|dunia|prithibi|prithibi ta|ei jibon|shobaike|shob) (?:chere|cere|charia|chaira|sere) (?:chole |cole |choila )?(?:${go} ${want}|jabo|jacchi|jassi|jamu)`,
  `(?:chirotore|chirodiner jonno|ekebare|chirokaler jonno) (?:ghumiye|ghumaya|ghumate|chole|ghumay)`,
  `(?:na jonmale|jonmo na hole|jonmo na nile)(?:i)? (?:bhalo|valo|balo)`,
  `(?:allah |khoda |god )?(?:amake|amare) (?:tule nao|uthaya nao|uthaiya nao|niye jao|mere felo|mrittu dao|moron dao)`,
  `(?:morar|mrittur) jonno (?:ami )?(?:toiri|ready|prostut|prosthut)`,
  `(?:more|mara|moira) (?:jai|jaitam|jetam|gele) (?:jodi |tahole |tobe )*(?:valo|bhalo|balo|shanti|bachi)`,
  `(?:jodi|keno) (?:ami )?(?:more jetam|more jete partam|mara jetam|mori na|more jai na|mortesi na)`,
  `ami (?:aj |ajke |aji |ekhon |ekhoni |ebar |kal )+(?:more jabo|morbo|moira jamu|morei jabo|mara jabo|mormu)`,
  `(?:shohoje|koshto chara|kibhabe|kivabe|kemne) (?:mora jay|morbo|morte pari|suicide kor|more jabo)`,
];

export const lifeRoman: readonly string[] = [
  `(?:bachte|bachtey|baschte|bacte|baste|bache thakte|beche thakte|bece thakte|baicha thakte|beche thakteo|bachtei|bastei|baishaa thakte|baisa thakte|live korte) ${gap}(?:(?:chai|chay|caitesi|chaitesi|chacchi|chaschi|partesi|parchi|parsi|partasi|mon chai|mon chay|parbo) na |(?:iccha|icche|ichcha|ichche|issa|isse|iche|icha|mon|valo|bhalo|balo) (?:ekdom |ar |ektuo )?(?:kor(?:e|che|se|tese|teche) na |hoy na |hocche na |nai |nei |lage na |lagche na |lagtese na |lagse na ))`,
  `(?:bachar|bacar|basar|jibon rakhar|beche thakar|bece thakar|baicha thakar|jiboner|lifer|life er) ${gap}(?:iccha|icche|ichcha|issa|isse|karon|mane|ortho|uddeshsho|lav|labh|lab|asha|shokh|dorkar) ${gap}(?:nai |nei |ney |dekhi na |pai na |pacchi na |hoy na |shesh )`,
  `(?:beche|bece|baicha|bacha|baisa) (?:theke|thaika|thakar|thikey|thike) ${gap}(?:ki |kono )?(?:lav|labh|lab|laav|hobe|mane hoy na)`,
  `(?:jibon|jibonta|life|lifeta|jan) (?:ar )?(?:rakhte|tante) (?:ar )?(?:chai na|parchi na|partesi na|pari na|(?:iccha|icche|issa|mon) (?:kore na|korche na|kortese na|nai|nei|chay na))`,
  `(?:duniya|duniyay|duniyate|dunia|dunyay|prithibi|prithibite|jibone|jogote) (?:ami |ar |ekdom )*(?:thakte|bachte|baste) (?:ar )?(?:chai na|(?:iccha|icche|issa|mon) (?:kore na|korche na|nai|nei|chay na))`,
  `(?:bachbo|bacbo|bachmu|beche thakbo|basbo) (?:ar )?na `,
  `(?:ei|e|emon|erokom) (?:jibon|life) (?:ar )?(?:rakhte chai na|chai na|rakhbo na|valo lage na|bhalo lage na)`,
  `ghum theke (?:ar )?(?:jeno |kokhono )*(?:na uth|uthte (?:chai na|icche kore na ar)|na jag)`,
  `keno (?:je )?(?:ami )?(?:ekhono )?(?:beche achi|bece achi|baicha achi|beche asi|baicha asi)`,
];

export const askRoman: readonly string[] = [
  `(?:at+[ao]?h?m+[ao]? ?h[ao]t+h?[iye]*[aoe]|at+o ?hot+[iy]*[ao])`,
  `ar (?:ami )?(?:evabe |ebhabe |eshob |esob |kichutei |shojjo korte )?(?:parchi na|parci na|parsi na|partesi na|partechi na|partasi na|pari na|parbo na|nite parchi na|nite partesi na)`,
  `(?:parchi na|parsi na|partesi na|partasi na) ar `,
  `ami (?:na thakle|na thaklei|chole gele|more gele|mara gele|morle|moira gele)`,
  `amar na thakai`,
  `ami (?:shobar |sobar |sudhu |shudhu |ekta |to |poribarer )+(?:bojha|boja)`,
  `(?:hariye|haraya|haraiya|odrissho hoye|udhao hoye|dure kothao chole) ${go} ${want}`,
  `(?:jibon|jibonta|life|lifeta|beche thaka|bacha) (?:onek |khub |ekdom |ar )*(?:orthohin|oshojjo|osojjo|kothin|koshter|bish|shesh )`,
  `(?:ami )?(?:more jabo|morbo|morei jabo|mara jabo|moira jamu|more jai |mormu|more jacchi)`,
  `(?:morte|more jete|${suicide} korte) (?:chae|chai|chay|caise|chaise|cheyeche|giyechilo|chaichilo|chao)`,
  `(?:morte|more jete|morar|${suicide}) ${gap}(?:chaitam|cheyechilam|iccha|icche|issa|chai|korbo|korte)`,
  `(?:morte|more jete) (?:khub |onek )?(?:bhoy|voy)`,
  `kono (?:asha|vorsha|bhorsha|poth|upay|future|vobisshot) (?:ar )?(?:nai|nei|dekhi na|dekhchi na|pacchi na)`,
  `(?:shob|shobkichu|shob kichu) (?:orthohin|shesh hoye gese|shesh hoye geche|shesh hoye jak|ondhokar)`,
  `keno (?:ami |je )?(?:jonmalam|jonmaisi|jonmechi|jonmo nilam)`,
  `(?:shesh|sesh) (?:biday|message|barer moto)`,
  `(?:kal|kalke|beshidin|beshi din) (?:ami )?(?:thakbo na|nao thakte|bachbo na)`,
  `ar (?:thakte|bachte) (?:chai na|icche kore na|iccha kore na)`,
  `(?:keu|karo) ${gap}(?:kadbe na|miss korbe na|kichu jay ase na|kichu ashe jay na)`,
  `nijeke (?:ghrina|ghenna|shasti|aghat|shesh|koshto)`,
  `jibon(?:er)? (?:niye|proti|upor) ${gap}(?:klanto|birokto|hotash|agroho nai)`,
  `hal chere di`,
];

export const idiomsRoman: readonly string[] = [
  `(?:hashte hashte|haste haste|hese|hashite|lojjay|lojjai|shorome|gorome|khidey|khiday|khidae|khuday|bhoye|voye|anonde|khushite|pipashay|thanday|shite|ghume|tension e|tensione|borede) (?:ami |to |amra |pura |puro |ekdom |akdom |pray )*(?:more|mora|mori|morbo|morlam|mortesi|morchi|mara|moira|mre)[a-z]*(?: [a-z]+)?`,
  `(?:phone|fon|mobile|charge|battery|gach|gachta|net|internet) (?:to |abar )?(?:more|mara|moira|mora)[a-z]*(?: [a-z]+)?`,
  `more geleo (?:na|ami)`,
  `(?:jibon|jan|life) (?:diye|diya) (?:bhalobash|valobash|khel|chesta|lor|por|kaj)[a-z]*`,
  `(?:game|gem) e [^.]*mor[a-z]*(?: [a-z]+)?`,
];
