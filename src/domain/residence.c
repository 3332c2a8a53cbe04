#include "domain/residence.h"

#include <stdbool.h>
#include <string.h>

#include "base/charset.h"
#include "domain/synonym.h"

/* ISO 3166-1, two letters and three letters together, without China and its special regions. */
static const char countries[] = "ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM "
                                "ATAUT AUAUS AWABW AXALA AZAZE "
                                "BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU "
                                "BNBRN BOBOL BQBES BRBRA BSBHS "
                                "BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE "
                                "CICIV CKCOK CLCHL CMCMR COCOL "
                                "CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA "
                                "DODOM DZDZA ECECU EEEST EGEGY "
                                "EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB "
                                "GBGBR GDGRD GEGEO GFGUF GGGGY "
                                "GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM "
                                "GWGNB GYGUY HMHMD HNHND HRHRV "
                                "HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL "
                                "ITITA JEJEY JMJAM JOJOR JPJPN "
                                "KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ "
                                "LALAO LBLBN LCLCA LILIE LKLKA "
                                "LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF "
                                "MGMDG MHMHL MKMKD MLMLI MMMMR "
                                "MNMNG MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS "
                                "MZMOZ NANAM NCNCL NENER NFNFK "
                                "NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER "
                                "PFPYF PGPNG PHPHL PKPAK PLPOL "
                                "PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB "
                                "RURUS RWRWA SASAU SBSLB SCSYC "
                                "SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM "
                                "SRSUR SSSSD STSTP SVSLV SXSXM "
                                "SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM "
                                "TNTUN TOTON TRTUR TTTTO TVTUV "
                                "TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB "
                                "VIVIR VNVNM VUVUT WFWLF WSWSM "
                                "YEYEM YTMYT ZAZAF ZMZMB ZWZWE ";

enum { PAIR = 6 }; /* two letters, three letters, a blank */

static bool is_digits(const char *s, size_t n)
{
    return strlen(s) == n && strspn(s, "0123456789") == n;
}

/* Half-width, upper case, no blanks; false when longer than any code. */
static bool code_of(const char *s, char out[16])
{
    size_t n = 0;
    for (uint32_t cp; (cp = charset_narrow(charset_next(&s))) != 0;) {
        if (charset_blank(cp)) continue;
        if (cp >= 'a' && cp <= 'z') cp = cp - 'a' + 'A';
        if (cp >= 0x80 || n + 1 >= 16) return false;
        out[n++] = (char)cp;
    }
    out[n] = 0;
    return n > 0;
}

static const char *country_of(const char *code)
{
    size_t n = strlen(code), offset = n == 3 ? 2 : 0;
    if (n != 2 && n != 3) return NULL;
    for (const char *p = countries; *p; p += PAIR)
        if (memcmp(p + offset, code, n) == 0) return p;
    return NULL;
}

static void put(struct residence *out, enum residence_kind kind, const char *code, size_t n)
{
    *out = (struct residence){.kind = kind};
    memcpy(out->code, code, n);
}

static bool region_of(const char *s, struct residence *out)
{
    static const enum zh_id words[] = {ZH_residence_hongkong, ZH_residence_macau,
                                       ZH_residence_taiwan};
    static const char codes[][3] = {"HK", "MO", "TW"};
    int i = synonym_find(words, 3, s);
    if (i < 0) return false;
    put(out, (enum residence_kind)(RESIDENCE_HONGKONG + i), codes[i], 2);
    return true;
}

/* A 6-digit division code: 81 Hong Kong, 82 Macau, 71 and 83 Taiwan, the city's own, else elsewhere
 * in the mainland. */
static void division_of(const char *code, struct residence *out)
{
    if (memcmp(code, "81", 2) == 0) put(out, RESIDENCE_HONGKONG, "HK", 2);
    else if (memcmp(code, "82", 2) == 0) put(out, RESIDENCE_MACAU, "MO", 2);
    else if (memcmp(code, "71", 2) == 0 || memcmp(code, "83", 2) == 0)
        put(out, RESIDENCE_TAIWAN, "TW", 2);
    else if (memcmp(code, RESIDENCE_CITY_PREFIX, 4) != 0) put(out, RESIDENCE_MAINLAND, code, 6);
    else {
        put(out, RESIDENCE_CITY, code, 6);
        memcpy(out->code + 6, "000000", 7);
    }
}

enum err residence_parse(const char *s, struct residence *out, struct problem *why)
{
    char code[16];
    bool coded = code_of(s, code);
    *out = (struct residence){.kind = RESIDENCE_UNSET};
    if (coded && is_digits(code, 12)) {
        if (memcmp(code, RESIDENCE_CITY_PREFIX, 4) != 0)
            return problem_set(why, ERR_INPUT, ZH_residence_not_city, NULL, code, NULL);
        put(out, RESIDENCE_CITY, code, 12);
        return ERR_OK;
    }
    if (coded && is_digits(code, 6) && code[0] >= '1' && code[0] <= '8') {
        division_of(code, out);
        return ERR_OK;
    }
    if (region_of(s, out)) return ERR_OK;
    if (coded && (strcmp(code, "CN") == 0 || strcmp(code, "CHN") == 0))
        return problem_set(why, ERR_INPUT, ZH_residence_china, NULL, NULL);
    const char *country = coded ? country_of(code) : NULL;
    if (!country) return problem_set(why, ERR_INPUT, ZH_residence_unknown, NULL, s, NULL);
    put(out, RESIDENCE_ABROAD, country, 2);
    return ERR_OK;
}
