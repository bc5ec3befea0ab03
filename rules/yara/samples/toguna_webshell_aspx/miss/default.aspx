<%@ Page Language="C#" %>
<p>Bonjour <%= Server.HtmlEncode(Request.QueryString["nom"]) %></p>
